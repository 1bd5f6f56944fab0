namespace WeightlessNet.Scenarios.Traits;

/// <summary>Films are removed, and added again; their ratings stay.</summary>
internal sealed class RemovedItemTrait : ITrait
{
    public IReadOnlyList<StepKind> Steps => [StepKind.Remove, StepKind.Remove, StepKind.Add];

    public async Task HappenAsync(Scenario scenario)
    {
        int film = scenario.Model.Films.Keys.First(number => number >= 10);
        await scenario.DoAsync(new Step(StepKind.Learn, 2, film, Rating: 1.5f, Time: 1_700_000_001));
        await scenario.DoAsync(new Step(StepKind.Remove, Film: film));
        Assert.DoesNotContain(scenario.Door.RatingsOf(2), rating => rating.Item.Number == film);
        Assert.DoesNotContain(scenario.Door.Recommend(Checks.Stranger, 1000), one => one.Item.Number == film);
        if (scenario.Random.Next(2) == 0)
        {
            await scenario.DoAsync(new Step(StepKind.Add, Film: film, Edition: 2));
            Assert.Contains(scenario.Door.RatingsOf(2), rating => rating.Item.Number == film);
        }
    }
}
