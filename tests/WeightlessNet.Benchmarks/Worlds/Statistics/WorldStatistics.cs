using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Benchmarks.Worlds.Statistics;

/// <summary>The proportions of a data set, whatever its size. A figure that the data cannot have is not a number.</summary>
internal static class WorldStatistics
{
    private const int RatingsForDrift = 20;

    private static readonly double[] Ridges = [5, 20, 80, 320];

    /// <summary>The names of the figures, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "gini of popularity", "ratings a user, median", "90th percentile", "biases explain", "factors explain", "features explain", "drift",
        "succession",
    ];

    /// <summary>Measures a data set.</summary>
    public static double[] Of(World world)
    {
        int[] perUser = [.. world.Ratings.CountBy(rating => rating.User).Select(user => user.Value).Order()];
        int[] perItem = [.. world.Ratings.CountBy(rating => rating.Item).Select(item => item.Value).Order()];
        (double biases, double factors, double features) = Explained(world);
        (double drift, double succession) = world.HasTimes ? Drift(world) : (double.NaN, double.NaN);
        return
        [
            world.HasPopularity ? Gini(perItem) : double.NaN, perUser[perUser.Length / 2], perUser[perUser.Length * 9 / 10],
            biases, factors, features, drift, succession,
        ];
    }

    // 0 if all items that have ratings have equally many, near 1 if few have nearly all.
    private static double Gini(int[] ascending)
    {
        double ranked = ascending.Index().Sum(pair => (double)(pair.Index + 1) * pair.Item);
        double sum = ascending.Sum(count => (double)count);
        return ((2 * ranked / sum) - ascending.Length - 1) / ascending.Length;
    }

    // Shares of the variance of a random fifth: what biases explain of it, then what factors and what features explain of the rest.
    private static (double Biases, double Factors, double Features) Explained(World world)
    {
        (Rating[] train, Rating[] test) = InTwo(world.Ratings, seed: 1);
        double mean = train.Average(rating => rating.Value);
        double variance = ErrorOf(test, (_, _) => mean);
        BiasRecommender bias = BiasesOf(world, train);
        double afterBiases = ErrorOf(test, (user, item) => bias.Predict(user, item));
        MatrixFactorizationRecommender factors = new(world.Catalog.Count, world.Scale);
        factors.Fit(train);
        double afterFactors = ErrorOf(test, (user, item) => factors.Predict(user, item));

        // The ridge is chosen within the training part.
        (Rating[] inner, Rating[] validation) = InTwo(train, seed: 2);
        double ridge = Ridges.MinBy(ridge => WithFeatures(world, inner, validation, ridge));
        return (1 - (afterBiases / variance), 1 - (afterFactors / afterBiases),
            1 - (WithFeatures(world, train, test, ridge) / afterBiases));
    }

    private static double WithFeatures(World world, Rating[] train, Rating[] test, double ridge)
    {
        BiasRecommender bias = BiasesOf(world, train);
        FeatureTastes tastes = new(world.Catalog, ResidualsOf(bias, train), ridge);
        return ErrorOf(test, (user, item) => bias.Predict(user, item) + tastes.Predict(user, item));
    }

    private static BiasRecommender BiasesOf(World world, Rating[] ratings)
    {
        BiasRecommender bias = new(world.Catalog.Count, world.Scale);
        foreach (Rating rating in ratings)
        {
            bias.Learn(rating);
        }

        return bias;
    }

    private static Rating[] ResidualsOf(BiasRecommender bias, Rating[] ratings) =>
        Array.ConvertAll(ratings, rating => rating with { Value = rating.Value - (float)bias.Predict(rating.User, rating.Item) });

    private static double ErrorOf(Rating[] test, Func<int, int, double> predict) =>
        test.Average(rating => Math.Pow(rating.Value - predict(rating.User, rating.Item), 2));

    private static (Rating[] Train, Rating[] Test) InTwo(Rating[] ratings, ulong seed)
    {
        SplitRatings parts = RandomParts.Of(ratings, seed).Divide(ratings);
        return (parts.Train.ToArray(), parts.HeldOut.ToArray());
    }

    // Of what biases leave of ratings in order of time: the share of the variance in the difference of a user's two halves beyond chance,
    // and how much more alike two ratings in succession are than any two of the user. Users count by their ratings.
    private static (double Drift, double Succession) Drift(World world)
    {
        BiasRecommender bias = BiasesOf(world, world.Ratings);
        (double variance, double betweenHalves, double inSuccession) = (0, 0, 0);
        foreach (IGrouping<int, Rating> user in ResidualsOf(bias, world.Ratings).GroupBy(rating => rating.User))
        {
            double[] left = [.. user.OrderBy(rating => rating.Timestamp).Select(rating => (double)rating.Value)];
            if (left.Length < RatingsForDrift)
            {
                continue;
            }

            double mean = left.Average();
            int half = left.Length / 2;
            double spread = left.Sum(value => (value - mean) * (value - mean)) / (left.Length - 1);
            double difference = left.Take(half).Average() - left.Skip(half).Average();
            double byChance = spread * ((1.0 / half) + (1.0 / (left.Length - half)));
            double steps = left.Zip(left.Skip(1), (one, next) => (one - next) * (one - next)).Average() / 2;
            variance += left.Length * spread;
            betweenHalves += left.Length * ((difference * difference) - byChance) / 4;
            inSuccession += left.Length * steps;
        }

        return variance > 0 ? (betweenHalves / variance, 1 - (inSuccession / variance)) : (double.NaN, double.NaN);
    }
}
