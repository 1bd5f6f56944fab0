using System.Globalization;
using System.Text;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>What it is worth that likes age: NDCG@10 of the latest likes of all, for several half-lives.</summary>
internal sealed class DecayStudy(WorldsCommand command) : IStudy
{
    private const int Length = 10;
    private static readonly double[] HeldOutShares = [0.1, 0.2, 0.3];
    private static readonly int?[] HalfLives = [null, 2000, 700, 200, 60, 20];

    public bool Suits(World world) => world is { HasTimes: true, HasPopularity: true, HasRatings: true };

    public string Run(World world)
    {
        var text = new StringBuilder("| model | half-life in days | NDCG@10 with the latest 10, 20, 30 % held out | mean |\n");
        text.AppendLine("| --- | --- | --- | --- |");
        SplitRatings[] splits = [.. HeldOutShares.Select(share => RatingSplit.Latest(share).Divide(world.Ratings))];
        foreach ((string name, Func<TimeSpan?, IRecommender> create) in ModelsFor(world).Where(model => command.Chooses(model.Name)))
        {
            foreach (int? days in HalfLives)
            {
                double[] figures = [.. splits.Select(split => NdcgOf(
                    create(days is int known ? TimeSpan.FromDays(known) : null), split, world.Scale.LikedFrom))];
                string row = string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {days?.ToString(CultureInfo.InvariantCulture) ?? "none"} | "
                    + $"{string.Join(' ', figures.Select(one => one.ToString("F4", CultureInfo.InvariantCulture)))} | {figures.Average():F4} |");
                Console.Error.WriteLine($"{world.Name} {row}");
                text.AppendLine(row);
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, Func<TimeSpan?, IRecommender> Create)> ModelsFor(World world)
    {
        (int items, RatingScale scale) = (world.Catalog.Count, world.Scale);
        yield return ("iALS", halfLife => new ImplicitFactorizationRecommender(
            items, scale, new ImplicitFactorizationOptions { HalfLife = halfLife }));
        yield return ("EASE", halfLife => new EaseRecommender(items, scale, new EaseOptions { HalfLife = halfLife }));
        yield return ("weightless ranking", halfLife => new WeightlessRankingRecommender(
            world.Catalog, scale, new WeightlessRankingOptions { HalfLife = halfLife }));
    }

    private static double NdcgOf(IRecommender model, SplitRatings split, float likedFrom)
    {
        ((IBatchRecommender)model).Fit(split.Train.Span);
        HashSet<int> known = [.. split.Train.ToArray().Select(static rating => rating.User)];
        ScoredItem[] list = new ScoredItem[Length];
        List<double> byUser = [];
        foreach (IGrouping<int, Rating> user in split.HeldOut.ToArray()
            .Where(rating => rating.Value >= likedFrom && known.Contains(rating.User)).GroupBy(static rating => rating.User))
        {
            HashSet<int> liked = [.. user.Select(static rating => rating.Item)];
            int found = model.Recommend(user.Key, list);
            byUser.Add(RankingMetrics.Ndcg([.. list.Take(found).Select(one => liked.Contains(one.Item))], liked.Count, Length));
        }

        return byUser.Average();
    }
}
