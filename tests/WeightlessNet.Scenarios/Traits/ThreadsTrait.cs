using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>Eight threads change the recommender, and another one asks it meanwhile.</summary>
internal sealed class ThreadsTrait : ITrait
{
    public void Prepare(Scenario scenario) => scenario.Setting.Threads = 8;

    public async Task HappenAsync(Scenario scenario)
    {
        IDoor door = scenario.Door;
        using CancellationTokenSource done = new();
        Task asking = Task.Run(() =>
        {
            for (int user = 0; !done.IsCancellationRequested; user = (user + 1) % History.Users)
            {
                IReadOnlyList<Suggestion<Film>> list = door.Recommend(user, 6, film => film.Year < 2000);
                Assert.Equal(list.Count, list.DistinctBy(one => one.Item.Number).Count());
                foreach (Suggestion<Film> one in list)
                {
                    Assert.NotEqual("", one.Why);
                }

                _ = door.RatingsOf(user);
            }
        });
        await scenario.PlayAsync(200);
        await done.CancelAsync();
        await asking;
    }
}
