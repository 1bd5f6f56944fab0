using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>A change of one item must not cost a walk over all of them.</summary>
public sealed class LargeCatalogTests
{
    private const int Items = 50_000;

    // The bits of all items take 8 bytes each at least.
    private const long MostAllocated = Items * 8 / 2;

    private static readonly RecommenderOptions<string> Quiet = new()
    {
        Training = TrainingRule.OnDemand,
        Ratings = new() { Personal = new() { Nodes = 8 } },
        Lists = new() { Nodes = 8 },
    };

    [Fact]
    public async Task Changing_an_item_and_tuning_afterwards_allocates_nothing_in_proportion_to_the_catalog()
    {
        Film[] some = Film.Some(Items + 2);
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, some.Take(Items), Quiet);
        await films.LearnAsync("ada", some[0], 5);
        await films.TuneAsync("ada", TuningControl.Boost("genre", "War", 1));

        // The first change copies what the caller may share.
        films.UpdateItem(some[1] with { Genres = ["War"] });
        await films.AddItemAsync(some[Items]);
        _ = films.TunableFields;

        Assert.InRange(Allocated(() => films.UpdateItem(some[3] with { Genres = ["Drama", "War"] })), 1, MostAllocated);
        Assert.InRange(Allocated(() => _ = films.TunableFields), 1, MostAllocated);
        Assert.InRange(Allocated(() => films.AddItemAsync(some[Items + 1]).GetAwaiter().GetResult()), 1, MostAllocated);
        Assert.InRange(Allocated(() => _ = films.TunableFields), 1, MostAllocated);
        Assert.Single(films.Explain("ada", some[3]).ByControl);
    }

    [Fact]
    public async Task Controls_follow_items_that_are_changed_one_by_one()
    {
        Film[] some = Film.Some(200);
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, some.Take(100), Film.Quiet);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        await films.TuneAsync("bob", TuningControl.Boost("genre", "War", 1));
        HashSet<Film> present = [.. some.Take(100)];
        for (int i = 0; i < 100; i++)
        {
            Film changed = some[i] with { Genres = [some[(i * 3) + 1 < 200 ? (i * 3) + 1 : i].Genres[0]] };
            films.UpdateItem(changed);
            await films.AddItemAsync(some[100 + i]);
            present.Remove(some[i]);
            present.UnionWith([changed, some[100 + i]]);

            Assert.Equal(
                present.Where(film => !film.Genres.Contains("War")).Select(film => film.Id).Order(),
                films.Recommend("ada", 200).Select(one => one.Item.Id).Order());
            Assert.Equal(changed.Genres.Contains("War"), films.Explain("bob", changed).ByControl.Count == 1);
        }
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
