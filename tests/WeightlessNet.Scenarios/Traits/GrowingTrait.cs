namespace WeightlessNet.Scenarios.Traits;

/// <summary>Films are added, and rated, pinned and banned at once.</summary>
internal sealed class GrowingTrait : ITrait
{
    private int _next = Film.FirstAdded + 300;

    public IReadOnlyList<StepKind> Steps => [StepKind.Add, StepKind.Add, StepKind.Add];

    public async Task HappenAsync(Scenario scenario)
    {
        for (int user = 0; user < 3; user++)
        {
            int film = _next++;
            await scenario.DoAsync(new Step(StepKind.Add, Film: film));
            Assert.Contains(scenario.Door.Recommend(user + Checks.Stranger, 1000), one => one.Item.Number == film);
            await scenario.DoAsync(new Step(StepKind.Learn, user, film, Rating: 4.5f, Time: 1_700_000_000));
            await scenario.DoAsync(new Step(StepKind.Pin, user + 1, film, Wish: new Wish(StepKind.Pin, null, film)));
            await scenario.DoAsync(new Step(StepKind.Ban, user + 2, film, Wish: new Wish(StepKind.Ban, null, film)));
        }
    }
}
