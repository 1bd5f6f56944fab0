using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Users with held-out likes, 700 at most, and what their lists are measured by.</summary>
internal sealed class ListTestUsers
{
    // More users tell no more, and their lists take long.
    private const int MostUsers = 700;

    private readonly ItemCatalog _catalog;
    private readonly FeatureField _field;
    private readonly (int User, HashSet<int> Relevant, double[] Liked)[] _users;

    private ListTestUsers(ItemCatalog catalog, FeatureField field, (int User, HashSet<int> Relevant, double[] Liked)[] users)
    {
        _catalog = catalog;
        _field = field;
        _users = users;
    }

    public static ListTestUsers Of(World world, SplitRatings split)
    {
        FeatureField field = world.Catalog.Fields[0];
        ILookup<int, int> liked = LikesOf(world, split.Train);
        ILookup<int, int> relevant = LikesOf(world, split.HeldOut);
        return new ListTestUsers(
            world.Catalog,
            field,
            [
                .. relevant.OrderBy(user => new SplitMix64((ulong)user.Key).Next())
                    .Take(MostUsers)
                    .OrderBy(user => user.Key)
                    .Select(user => (user.Key, user.ToHashSet(), SharesOf(world.Catalog, field, [.. liked[user.Key]]))),
            ]);
    }

    /// <summary>Measures the list of each user.</summary>
    public ListMeasures Measure(Func<int, int[]> listOf)
    {
        double ndcg = 0;
        double diversity = 0;
        double divergence = 0;
        List<int> all = [];
        foreach ((int user, HashSet<int> relevant, double[] liked) in _users)
        {
            int[] list = listOf(user);
            bool[] hits = new bool[list.Length];
            RankingMetrics.MarkHits(list, relevant, hits);
            ndcg += RankingMetrics.Ndcg(hits, relevant.Count, list.Length);
            diversity += ListMetrics.IntraListDiversity(list, _catalog);
            divergence += ListMetrics.CalibrationDivergence(liked, SharesOf(_catalog, _field, list));
            all.AddRange(list);
        }

        double coverage = ListMetrics.CatalogCoverage(all.ToArray(), _catalog.Count);
        return new ListMeasures(ndcg / _users.Length, diversity / _users.Length, coverage, divergence / _users.Length);
    }

    private static ILookup<int, int> LikesOf(World world, ReadOnlyMemory<Rating> ratings) => ratings.ToArray()
        .Where(rating => rating.Value >= world.Scale.LikedFrom)
        .ToLookup(rating => rating.User, rating => rating.Item);

    private static double[] SharesOf(ItemCatalog catalog, FeatureField field, int[] items)
    {
        double[] shares = new double[field.BitCount];
        ListMetrics.FieldShares(items, catalog, field, shares);
        return shares;
    }
}
