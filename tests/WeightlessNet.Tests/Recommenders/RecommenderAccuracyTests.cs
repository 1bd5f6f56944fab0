using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>Accuracy of the recommenders on MovieLens (ml-latest-small); the bounds are slightly above the measured errors.</summary>
public class RecommenderAccuracyTests
{
    private const string Folder = "ml-latest-small";

    [RealDataFact(Folder)]
    public void Collaborative_filtering_errs_little_on_ratings_held_out() =>
        Assert.InRange(FiveFoldError(items =>
            new MatrixFactorizationRecommender(items, RatingScale.HalfStars)), 0.80, 0.815);

    [RealDataFact(Folder)]
    public void Folding_in_errs_as_little_as_training()
    {
        (Rating[] ratings, int items) = Read();
        new SplitMix64(1).Shuffle<Rating>(ratings);
        Rating[] training = [.. ratings.Where((_, index) => index % 5 != 0)];
        MatrixFactorizationRecommender recommender = new(items, RatingScale.HalfStars);
        recommender.Fit(training);
        IFoldInModel model = recommender.FoldInModel;
        ILookup<int, RatedItem> byUser =
            training.ToLookup(rating => rating.User, rating => new RatedItem(rating.Item, rating.Value, rating.Timestamp));
        (double trained, double folded, double off) = (0, 0, 0);
        foreach (IGrouping<int, Rating> test in ratings.Where((_, index) => index % 5 == 0).GroupBy(rating => rating.User))
        {
            double[] factors = new double[model.FactorCount];
            model.FoldIn([.. byUser[test.Key]], factors);
            foreach (Rating rating in test)
            {
                (double one, double other) = (recommender.Predict(test.Key, rating.Item), model.Predict(factors, rating.Item));
                trained += Math.Pow(one - rating.Value, 2);
                folded += Math.Pow(other - rating.Value, 2);
                off += Math.Pow(one - other, 2);
            }
        }

        int tests = ratings.Length - training.Length;
        Assert.InRange(Math.Sqrt(off / tests), 0, 0.05);
        Assert.InRange(Math.Sqrt(folded / tests), 0, Math.Sqrt(trained / tests) + 0.003);
    }

    [RealDataFact(Folder)]
    public void Collaborative_filtering_errs_no_more_than_biases_on_newcomers()
    {
        (Rating[] ratings, int items) = Read();
        new SplitMix64(1).Shuffle<Rating>(ratings);
        Rating[][] fresh =
        [
            .. ratings.GroupBy(rating => rating.User)
                .Where(user => user.Key % 4 == 0 && user.Count() >= 100)
                .Select(user => user.ToArray()),
        ];
        HashSet<int> users = [.. fresh.Select(user => user[0].User)];
        Rating[] others = [.. ratings.Where(rating => !users.Contains(rating.User))];
        foreach (int known in (int[])[0, 1, 2, 5, 10])
        {
            Rating[] training = [.. others, .. fresh.SelectMany(user => user.Take(known))];
            MatrixFactorizationRecommender recommender = new(items, RatingScale.HalfStars);
            recommender.Fit(training);
            BiasRecommender biases = new(items, RatingScale.HalfStars);
            Array.ForEach(training, rating => biases.Learn(rating));
            double error = Error(recommender);
            Assert.True(error <= Error(biases) + 0.0005, $"{known} known: {error}, {Error(biases)}");
        }

        double Error(IRecommender recommender) => Math.Sqrt(fresh.SelectMany(user => user.Skip(10)).Average(rating =>
            Math.Pow(recommender.Predict(rating.User, rating.Item) - rating.Value, 2)));
    }

    [RealDataFact(Folder)]
    public void Biases_err_more() =>
        Assert.InRange(FiveFoldError(items => new BiasRecommender(items, RatingScale.HalfStars)), 0.85, 0.872);

    [RealDataFact(Folder)]
    public void The_mean_of_the_user_errs_most() =>
        Assert.InRange(FiveFoldError(items => new UserMeanRecommender(items, RatingScale.HalfStars)), 0.92, 0.945);

    [RealDataFact(Folder)]
    public void Collaborative_filtering_learns_from_nothing_in_order_of_time()
    {
        (Rating[] ratings, int items) = Read();
        MatrixFactorizationRecommender recommender = new(items, RatingScale.HalfStars);
        double squares = 0;
        foreach (Rating rating in ratings.OrderBy(rating => rating.Timestamp).ThenBy(rating => rating.User).ThenBy(rating => rating.Item))
        {
            double error = recommender.Predict(rating.User, rating.Item) - rating.Value;
            squares += error * error;
            recommender.Learn(rating);
        }

        Assert.InRange(Math.Sqrt(squares / ratings.Length), 0.82, 0.853);
    }

    private static double FiveFoldError(Func<int, IRecommender> create)
    {
        (Rating[] ratings, int items) = Read();
        new SplitMix64(1).Shuffle<Rating>(ratings);
        double squares = 0;
        for (int fold = 0; fold < 5; fold++)
        {
            Rating[] training = [.. ratings.Where((_, index) => index % 5 != fold)];
            IRecommender recommender = create(items);
            if (recommender is IBatchRecommender batch)
            {
                batch.Fit(training);
            }
            else
            {
                Array.ForEach(training, rating => recommender.Learn(rating));
            }

            foreach (Rating rating in ratings.Where((_, index) => index % 5 == fold))
            {
                double error = recommender.Predict(rating.User, rating.Item) - rating.Value;
                squares += error * error;
            }
        }

        return Math.Sqrt(squares / ratings.Length);
    }

    private static (Rating[] Ratings, int Items) Read()
    {
        Dictionary<string, int> users = [];
        Dictionary<string, int> items = [];
        List<Rating> ratings = [];
        foreach (string line in File.ReadLines(Path.Combine(RealData.PathOf(Folder), "ratings.csv")).Skip(1))
        {
            string[] fields = line.Split(',');
            ratings.Add(new Rating(
                IdOf(users, fields[0]),
                IdOf(items, fields[1]),
                float.Parse(fields[2], CultureInfo.InvariantCulture),
                long.Parse(fields[3], CultureInfo.InvariantCulture)));
        }

        return ([.. ratings], items.Count);
    }

    private static int IdOf(Dictionary<string, int> ids, string key)
    {
        if (!ids.TryGetValue(key, out int id))
        {
            id = ids.Count;
            ids.Add(key, id);
        }

        return id;
    }
}
