using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>Ratings and users are forgotten. A key that was forgotten is in no file, and is a new user when it rates again.</summary>
internal sealed class ForgettingTrait : ITrait
{
    private const int User = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public IReadOnlyList<StepKind> Steps => [StepKind.Forget, StepKind.Forget, StepKind.ForgetUser];

    public async Task HappenAsync(Scenario scenario)
    {
        IDoor door = scenario.Door;
        await scenario.DoAsync(new Step(StepKind.Learn, User, 3, Rating: 5, Time: 1_700_000_002));
        await scenario.DoAsync(new Step(StepKind.Mute, User, Wish: new Wish(StepKind.Mute, "War", -1)));
        string key = door.KeyTextOf(User);
        int id = door.UserId(User);
        Assert.True(scenario.IsInFiles(key));

        Forgotten forgotten = await door.ForgetUserAsync(User);
        Assert.Equal(scenario.Did(new Step(StepKind.ForgetUser, User)), forgotten.Ratings);
        await forgotten.Erased.WaitAsync(Patience);
        Assert.False(scenario.IsInFiles(key));

        await scenario.DoAsync(new Step(StepKind.Learn, User, 4, Rating: 1, Time: 1_700_000_003));
        Assert.True(door.UserId(User) > id);
        Assert.Single(door.RatingsOf(User));

        await scenario.DoAsync(new Step(StepKind.Learn, User, 5, Rating: 2, Time: 1_700_000_004));
        await scenario.DoAsync(new Step(StepKind.Forget, User, 5));
    }

    /// <summary>Forgets the user with the highest id, which nobody must get after the next opening.</summary>
    public async Task EndAsync(Scenario scenario)
    {
        int last = scenario.Model.Users.Keys.MaxBy(scenario.Door.UserId);
        Forgotten forgotten = await scenario.Door.ForgetUserAsync(last);
        Assert.Equal(scenario.Did(new Step(StepKind.ForgetUser, last)), forgotten.Ratings);
        await forgotten.Erased.WaitAsync(Patience);
    }
}
