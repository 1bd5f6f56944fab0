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
    private const string Ranking = "weightless ranking";
    private static readonly double[] HeldOutShares = [0.1, 0.2, 0.3];
    private static readonly int?[] HalfLives = [null, 2000, 700, 200, 60, 20];

    public bool Suits(World world) => world is { HasTimes: true, HasPopularity: true, HasRatings: true };

    public string Run(World world)
    {
        SplitRatings[] splits = [.. HeldOutShares.Select(share => RatingSplit.Latest(share).Divide(world.Ratings))];
        string users = string.Join(", ", splits.Select(split => AskedUsers(split, world.Scale.LikedFrom).Count()));
        var text = new StringBuilder($"Asked users: {users}\n\n");
        text.AppendLine("| model | half-life in days | NDCG@10 with the latest 10, 20, 30 % held out | mean | gain in standard errors |");
        text.AppendLine("| --- | --- | --- | --- | --- |");
        foreach ((string name, Func<TimeSpan?, IRecommender> create) in ModelsFor(world).Where(model => command.Chooses(model.Name)))
        {
            Dictionary<string, Func<IRecommender>> variants = HalfLives.ToDictionary(
                static days => days?.ToString(CultureInfo.InvariantCulture) ?? "none",
                days => (Func<IRecommender>)(() => create(days is int known ? TimeSpan.FromDays(known) : null)));
            if (name == Ranking)
            {
                variants.Add("learned", () => new WeightlessRankingRecommender(
                    world.Catalog, world.Scale, new WeightlessRankingOptions { LearnsHalfLife = true }));
            }

            double[][] none = [];
            foreach ((string halfLife, Func<IRecommender> make) in variants)
            {
                double[][] figures = [.. splits.Select(split => NdcgsOf(make(), split, world.Scale.LikedFrom))];
                none = halfLife == "none" ? figures : none;
                string row = string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {halfLife} | {InRow(figures.Select(static one => one.Average()), "F4")} | "
                    + $"{figures.Average(static one => one.Average()):F4} | {InRow(figures.Zip(none, GainInErrors), "F1")} |");
                Console.Error.WriteLine($"{world.Name} {row}");
                text.AppendLine(row);
            }
        }

        return text.ToString();
    }

    private static string InRow(IEnumerable<double> figures, string format) =>
        string.Join(' ', figures.Select(one => one.ToString(format, CultureInfo.InvariantCulture)));

    // The mean gain of a user in standard errors of the paired difference.
    private static double GainInErrors(double[] with, double[] without)
    {
        double[] gains = [.. with.Zip(without, static (one, other) => one - other)];
        double mean = gains.Average();
        double error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean))) / gains.Length;
        return error > 0 ? mean / error : 0;
    }

    private static IEnumerable<(string Name, Func<TimeSpan?, IRecommender> Create)> ModelsFor(World world)
    {
        (int items, RatingScale scale) = (world.Catalog.Count, world.Scale);
        yield return ("iALS", halfLife => new ImplicitFactorizationRecommender(
            items, scale, new ImplicitFactorizationOptions { HalfLife = halfLife }));
        yield return ("EASE", halfLife => new EaseRecommender(items, scale, new EaseOptions { HalfLife = halfLife }));
        yield return (Ranking, halfLife => new WeightlessRankingRecommender(
            world.Catalog, scale, new WeightlessRankingOptions { HalfLife = halfLife }));
    }

    private static IEnumerable<IGrouping<int, Rating>> AskedUsers(SplitRatings split, float likedFrom)
    {
        HashSet<int> known = [.. split.Train.ToArray().Select(static rating => rating.User)];
        return split.HeldOut.ToArray()
            .Where(rating => rating.Value >= likedFrom && known.Contains(rating.User))
            .GroupBy(static rating => rating.User);
    }

    private static double[] NdcgsOf(IRecommender model, SplitRatings split, float likedFrom)
    {
        ((IBatchRecommender)model).Fit(split.Train.Span);
        ScoredItem[] list = new ScoredItem[Length];
        List<double> byUser = [];
        foreach (IGrouping<int, Rating> user in AskedUsers(split, likedFrom))
        {
            HashSet<int> liked = [.. user.Select(static rating => rating.Item)];
            int found = model.Recommend(user.Key, list);
            byUser.Add(RankingMetrics.Ndcg([.. list.Take(found).Select(one => liked.Contains(one.Item))], liked.Count, Length));
        }

        return [.. byUser];
    }
}
