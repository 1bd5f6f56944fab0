using System.Globalization;
using System.Text;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// What amounts are worth beyond "was chosen": NDCG@10, and the same with amounts as gains, with a random fifth of each user's totals held
/// out, for several seeds.
/// </summary>
internal sealed class AmountStudy(WorldsCommand command) : IStudy
{
    private const double HeldOutShare = 0.2;
    private const int Length = 10;

    public bool Suits(World world) => world.HasAmounts;

    public string Run(World world)
    {
        AmountModel[] models = [.. ModelsFor(world).Where(model => command.Chooses(model.Name))];
        for (ulong seed = 1; seed <= command.Seeds; seed++)
        {
            SplitRatings split = RatingSplit.RandomPerUser(HeldOutShare, seed).Divide(world.Ratings);
            Array.ForEach(models, model => model.Measure(split));
            Console.Error.WriteLine($"{world.Name}, seed {seed}: {string.Join(", ", models.Select(model => model.Latest))}");
        }

        var text = new StringBuilder("| model | weights | NDCG@10 | per seed | NDCG@10 by amount | per seed |\n");
        text.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (AmountModel model in models)
        {
            text.AppendLine(model.Row);
        }

        return text.ToString();
    }

    private static IEnumerable<AmountModel> ModelsFor(World world)
    {
        (int items, RatingScale scale, float liked) = (world.Catalog.Count, world.Scale, EventOptions.LikedFrom);
        yield return new("popularity", LikeWeights.Equal, () => new PopularityRecommender(items, scale));
        foreach (LikeWeights weights in (LikeWeights[])[LikeWeights.Equal, LikeWeights.ByAmount])
        {
            yield return new("iALS", weights, () => new ImplicitFactorizationRecommender(
                items, scale, new ImplicitFactorizationOptions { LikedFrom = liked, Weights = weights }));
            yield return new("EASE", weights, () => new EaseRecommender(
                items, scale, new EaseOptions { LikedFrom = liked, Weights = weights }));
            yield return new("weightless ranking", weights, () => new WeightlessRankingRecommender(
                world.Catalog, scale, new WeightlessRankingOptions { LikedFrom = liked, Weights = weights }));
        }
    }

    private sealed class AmountModel(string name, LikeWeights weights, Func<IRecommender> create)
    {
        private readonly List<(double Equal, double ByAmount)> _figures = [];

        public string Name => name;

        public string Latest => FormattableString.Invariant($"{name} {weights} {_figures[^1].Equal:F4} {_figures[^1].ByAmount:F4}");

        public string Row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {weights} | {Text([.. _figures.Select(one => one.Equal)])} | {Text([.. _figures.Select(one => one.ByAmount)])} |");

        public void Measure(SplitRatings split)
        {
            IRecommender model = create();
            if (model is IBatchRecommender batch)
            {
                batch.Fit(split.Train.Span);
            }
            else
            {
                Array.ForEach(split.Train.ToArray(), rating => model.Learn(rating));
            }

            List<(double, double)> byUser = [];
            ScoredItem[] list = new ScoredItem[Length];
            foreach (IGrouping<int, Rating> user in split.HeldOut.ToArray().GroupBy(static rating => rating.User))
            {
                double[] amounts = [.. user.Select(static rating => (double)rating.Value).Order()];
                double usual = amounts[amounts.Length / 2];
                var gains = user.ToDictionary(static rating => rating.Item, rating => Math.Log2(1 + (rating.Value / usual)));
                int found = model.Recommend(user.Key, list);
                bool[] hits = [.. list.Take(found).Select(one => gains.ContainsKey(one.Item))];
                double[] gained = [.. list.Take(found).Select(one => gains.GetValueOrDefault(one.Item))];
                byUser.Add((
                    RankingMetrics.Ndcg(hits, gains.Count, Length), RankingMetrics.Ndcg(gained, [.. gains.Values], Length)));
            }

            _figures.Add((byUser.Average(static one => one.Item1), byUser.Average(static one => one.Item2)));
        }

        private static string Text(double[] figures) => string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Average():F4} | {string.Join(' ', figures.Select(one => one.ToString("F4", CultureInfo.InvariantCulture)))}");
    }
}
