using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>Users add events in place of ratings. Each counts once, whatever happens.</summary>
internal sealed class EventsTrait : ITrait
{
    private const int User = 6;

    public IReadOnlyList<StepKind> Steps => [StepKind.SetTotal, StepKind.SetTotal, StepKind.ForgetEvent, StepKind.ForgetEvent];

    public void Prepare(Scenario scenario) => scenario.Setting.IsOfEvents = scenario.Model.IsOfEvents = true;

    public async Task HappenAsync(Scenario scenario)
    {
        // Many at once, of which some share a batch of the log.
        Step[] steps =
        [
            .. Enumerable.Range(0, 40).Select(
                i => new Step(StepKind.Learn, User, i % 2, Rating: 0.5f + (i % 9 / 2f), Time: 1_700_000_007)),
        ];
        await Task.WhenAll(steps.Select(step => Task.Run(() => scenario.Door.DoAsync(step))));
        foreach (Step step in steps)
        {
            scenario.Did(step);
        }

        await scenario.DoAsync(new Step(StepKind.ForgetEvent, User, 0, Rating: 4));

        // A film that the user has not chosen, and a total that becomes 0.
        await scenario.DoAsync(new Step(StepKind.Forget, User, 2));
        await scenario.DoAsync(new Step(StepKind.ForgetEvent, User, 2, Rating: 4));
        await scenario.DoAsync(new Step(StepKind.SetTotal, User, 2, Rating: 1.75f, Time: 1_700_000_008));
        await scenario.DoAsync(new Step(StepKind.ForgetEvent, User, 2, Rating: 4));
        Assert.DoesNotContain(scenario.Door.RatingsOf(User), total => total.Item.Number == 2);
    }

    /// <summary>The folder is not opened for ratings.</summary>
    public async Task EndAsync(Scenario scenario)
    {
        await scenario.CloseAsync();
        Setting ofRatings = scenario.Setting with { IsOfEvents = false, IsInContainer = false, Name = null };
        await Assert.ThrowsAsync<InvalidDataException>(() => Doors.OpenAsync(ofRatings, [.. scenario.Model.Films.Values]));
        await scenario.OpenAsync();
    }
}
