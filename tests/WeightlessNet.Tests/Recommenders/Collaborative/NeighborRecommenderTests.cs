using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class NeighborRecommenderTests
{
    private const string Item = nameof(ItemNeighborRecommender);
    private const string User = nameof(UserNeighborRecommender);
    private const string Folder = "ml-latest-small";
    private const int Users = 30;
    private const int Items = 20;

    // How many ratings of the mean the biases are shrunk with.
    private const int BiasShrinkage = 5;

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.4, 3);

    [Theory]
    [InlineData(Item)]
    [InlineData(User)]
    public void A_prediction_is_the_bias_and_the_weighted_mean_of_the_most_similar(string name)
    {
        NeighborOptions options = new() { Neighbors = 3, SimilarityShrinkage = 2, PredictionShrinkage = 0.5 };
        IForgettingRecommender recommender = Taught(name, options);
        double mean = Ratings.Average(rating => rating.Value);
        double[] items = [.. Enumerable.Range(0, Items).Select(item =>
            Shrunk(Ratings.Where(rating => rating.Item == item).Select(rating => rating.Value - mean)))];
        double[] users = [.. Enumerable.Range(0, Users).Select(user =>
            Shrunk(Ratings.Where(rating => rating.User == user).Select(rating => rating.Value - mean - items[rating.Item])))];
        var left = Ratings.ToDictionary(
            rating => (rating.User, rating.Item), rating => rating.Value - mean - items[rating.Item] - users[rating.User]);
        int cut = 0;
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                (double Similarity, double Left)[] neighbors =
                [
                    .. (name == Item
                        ? Enumerable.Range(0, Items).Where(other => other != item && left.ContainsKey((user, other)))
                            .Select(other => (Similarity(each => (each, item), each => (each, other), Users), left[(user, other)]))
                        : Enumerable.Range(0, Users).Where(other => other != user && left.ContainsKey((other, item)))
                            .Select(other => (Similarity(each => (user, each), each => (other, each), Items), left[(other, item)])))
                        .Where(neighbor => neighbor.Item1 > 0)
                        .OrderByDescending(neighbor => neighbor.Item1),
                ];
                if (neighbors.Length > 3 && neighbors[2].Similarity - neighbors[3].Similarity < 1e-9)
                {
                    // Which of two equal neighbors answers depends on the rounding of the similarities.
                    continue;
                }

                neighbors = neighbors[..Math.Min(3, neighbors.Length)];
                cut += neighbors.Length == 3 ? 1 : 0;
                double weight = neighbors.Sum(neighbor => neighbor.Similarity) + 0.5;
                double expected = mean + items[item] + users[user]
                    + (neighbors.Sum(neighbor => neighbor.Similarity * neighbor.Left) / weight);

                // Ratings are rounded to 1/16384 of the scale.
                Assert.Equal(Math.Clamp(expected, 1, 5), recommender.Predict(user, item), 2e-3);
            }
        }

        Assert.True(cut > Users * Items / 4);

        static double Shrunk(IEnumerable<double> deviations) => deviations.Sum() / (deviations.Count() + BiasShrinkage);

        double Similarity(Func<int, (int, int)> own, Func<int, (int, int)> others, int count)
        {
            (double Own, double Other)[] common =
            [
                .. Enumerable.Range(0, count)
                    .Where(each => left.ContainsKey(own(each)) && left.ContainsKey(others(each)))
                    .Select(each => (left[own(each)], left[others(each)])),
            ];
            double length = Math.Sqrt(common.Sum(pair => pair.Own * pair.Own) * common.Sum(pair => pair.Other * pair.Other));
            return length == 0 ? 0 : common.Sum(pair => pair.Own * pair.Other) / length * common.Length / (common.Length + 2);
        }
    }

    [Theory]
    [InlineData(Item)]
    [InlineData(User)]
    public void Neighbors_find_tastes_that_biases_cannot_express(string name)
    {
        IForgettingRecommender recommender = Taught(name, new NeighborOptions { SimilarityShrinkage = 2 });
        BiasRecommender biases = new(Items, RatingScale.Stars);
        Array.ForEach(Ratings, rating => biases.Learn(rating));
        HashSet<(int, int)> known = [.. Ratings.Select(rating => (rating.User, rating.Item))];
        (int User, int Item)[] unknown =
        [
            .. from user in Enumerable.Range(0, Users) from item in Enumerable.Range(0, Items)
               where !known.Contains((user, item)) select (user, item),
        ];

        Assert.True(ErrorOf(recommender) < 0.6 * ErrorOf(biases), $"{ErrorOf(recommender)} is not far below {ErrorOf(biases)}");

        double ErrorOf(IRecommender asked) => unknown.Average(pair =>
            Math.Abs(asked.Predict(pair.User, pair.Item) - ((pair.User + pair.Item) % 2 == 0 ? 4.5 : 1.5)));
    }

    [Theory]
    [InlineData(Item)]
    [InlineData(User)]
    public void The_order_of_predictions_does_not_matter(string name)
    {
        IForgettingRecommender recommender = Taught(name, null);
        (int User, int Item)[] pairs =
            [.. from user in Enumerable.Range(0, Users + 1) from item in Enumerable.Range(0, Items + 1) select (user, item)];
        double[] forwards = [.. pairs.Select(pair => recommender.Predict(pair.User, pair.Item))];
        double[] backwards = [.. pairs.Reverse().Select(pair => recommender.Predict(pair.User, pair.Item)).Reverse()];
        double[] acrossItems = [.. pairs.OrderBy(pair => pair.Item).Select(pair => recommender.Predict(pair.User, pair.Item))];

        Assert.Equal(forwards, backwards);
        Assert.Equal(pairs.Zip(forwards).OrderBy(pair => pair.First.Item).Select(pair => pair.Second), acrossItems);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Neighbors", () => new NeighborOptions { Neighbors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("SimilarityShrinkage", () => new NeighborOptions { SimilarityShrinkage = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("PredictionShrinkage", () => new NeighborOptions { PredictionShrinkage = double.NaN });
    }

    [RealDataFact(Folder)]
    public void They_predict_better_than_biases()
    {
        RatingDataset dataset = MovieLensReader.Read(RealData.PathOf(Folder));
        int items = dataset.Movies.Count;
        KFoldReport report = new KFoldProtocol().Run(
            dataset.Ratings.ToArray(),
            [
                new RecommenderCandidate(Item, scale => new ItemNeighborRecommender(items, scale)),
                new RecommenderCandidate(User, scale => new UserNeighborRecommender(items, scale)),
            ]);

        Assert.InRange(report.Results[0].Rmse, 0.80, 0.86);
        Assert.InRange(report.Results[1].Rmse, 0.80, 0.86);
    }

    private static IForgettingRecommender Taught(string name, NeighborOptions? options)
    {
        IForgettingRecommender recommender = name == Item
            ? new ItemNeighborRecommender(Items, RatingScale.Stars, options)
            : new UserNeighborRecommender(Items, RatingScale.Stars, options);
        Array.ForEach(Ratings, rating => recommender.Learn(rating));
        return recommender;
    }
}
