using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>The application says what it knows of its users. What is forgotten of them is in no file.</summary>
internal sealed class DescribedTrait : ITrait
{
    private const int User = 8;
    private const int Age = 1977;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public IReadOnlyList<StepKind> Steps => [.. Enumerable.Repeat(StepKind.Describe, 8)];

    public void Prepare(Scenario scenario) => scenario.Setting.HasUsers = true;

    public async Task HappenAsync(Scenario scenario)
    {
        // A user who is described, and nothing else.
        await scenario.DoAsync(new Step(StepKind.ForgetUser, User));
        await scenario.DoAsync(new Step(StepKind.Describe, User, Age: 20));
        scenario.Agree();
        await scenario.DoAsync(new Step(StepKind.Describe, User, Age: Age));
        string country = Film.CountryOf(Age);
        Assert.True(scenario.IsInFiles(country));

        Forgotten forgotten = await scenario.Door.ForgetUserAsync(User);
        Assert.Equal(scenario.Did(new Step(StepKind.ForgetUser, User)), forgotten.Ratings);
        await forgotten.Erased.WaitAsync(Patience);
        Assert.False(scenario.IsInFiles(country));
        Assert.Equal("", scenario.Door.DescriptionOf(User));
    }

    /// <summary>Without fields of users the folder opens, keeps what was said, and goes on with it later.</summary>
    public async Task EndAsync(Scenario scenario)
    {
        await scenario.CloseAsync();
        scenario.Setting.HasUsers = false;
        await scenario.OpenAsync();
        scenario.Agree();
        await scenario.DoAsync(new Step(StepKind.Checkpoint));
        await scenario.CloseAsync();
        scenario.Setting.HasUsers = true;
        await scenario.OpenAsync();
        scenario.Agree();
    }
}
