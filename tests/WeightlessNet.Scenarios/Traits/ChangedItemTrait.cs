namespace WeightlessNet.Scenarios.Traits;

/// <summary>Films get other genres and another year; lists and controls see them at once.</summary>
internal sealed class ChangedItemTrait : ITrait
{
    private int _edition = 10;

    public IReadOnlyList<StepKind> Steps => [StepKind.Update, StepKind.Update, StepKind.Update];

    public async Task HappenAsync(Scenario scenario)
    {
        int[] some = [.. scenario.Model.Films.Keys.Where(film => film >= 10).Take(4)];
        string muted = Film.Of(some[0], _edition + 1).Genres[0];
        await scenario.DoAsync(new Step(StepKind.Mute, 3, Wish: new Wish(StepKind.Mute, muted, -1)));
        foreach (int film in some)
        {
            await scenario.DoAsync(new Step(StepKind.Update, Film: film, Edition: ++_edition));
        }

        Assert.DoesNotContain(scenario.Door.Recommend(3, 1000), one => one.Item.Genres.Contains(muted));
        await scenario.DoAsync(new Step(StepKind.TakeBack, 3, Wish: new Wish(StepKind.Mute, muted, -1)));
    }
}
