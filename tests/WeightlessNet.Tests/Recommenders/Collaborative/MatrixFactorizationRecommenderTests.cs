using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class MatrixFactorizationRecommenderTests
{
    private const int Users = 40;
    private const int Items = 30;

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.4, 7);

    [Fact]
    public void Training_finds_the_tastes_that_biases_cannot_express()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        MatrixFactorizationRecommender biasesOnly = new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 0 });
        biasesOnly.Fit(Ratings);

        Assert.InRange(ErrorOnUnseen(recommender), 0, 0.8);
        Assert.InRange(ErrorOnUnseen(biasesOnly), 1.4, 2);
    }

    [Fact]
    public void Learning_one_by_one_finds_the_tastes_too()
    {
        MatrixFactorizationRecommender recommender = new(Items, RatingScale.Stars);
        foreach (Rating rating in Shuffled(Ratings, 3))
        {
            recommender.Learn(rating);
        }

        Assert.InRange(ErrorOnUnseen(recommender), 0, 0.9);
    }

    [Fact]
    public void A_new_user_is_known_after_a_few_ratings_without_training_again()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        foreach (int item in new[] { 0, 1, 2, 3, 4, 5 })
        {
            recommender.Learn(new Rating(Users, item, item % 2 == 0 ? 5 : 1));
        }

        ScoredItem[] ranked = new ScoredItem[12];
        recommender.Recommend(Users, ranked);

        Assert.All(ranked, scored => Assert.Equal(0, scored.Item % 2));
    }

    [Fact]
    public void The_same_seed_and_ratings_give_the_same_bits()
    {
        MatrixFactorizationRecommender first = Fitted(Ratings);
        MatrixFactorizationRecommender second = Fitted(Ratings);
        foreach (Rating rating in SomeRatings.OfTwoTastes(Users + 3, Items, 0.2, 8))
        {
            first.Learn(rating);
            second.Learn(rating);
        }

        Assert.Equal(ObservedState.Of(first, Users), ObservedState.Of(second, Users));
    }

    [Fact]
    public void Another_seed_gives_another_model()
    {
        MatrixFactorizationRecommender other = new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Seed = 2 });
        other.Fit(Ratings);

        Assert.NotEqual(ObservedState.Of(Fitted(Ratings), Users), ObservedState.Of(other, Users));
    }

    // A digest of the bits of all answers, the same at every vector width and on every machine. There are enough ratings for the shared
    // priors to be estimated while learning. Only a change of the algorithm may change it.
    [Fact]
    public void The_bits_are_the_same_on_every_machine()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        foreach (Rating rating in SomeRatings.OfTwoTastes(4 * Users, Items, 0.4, 8))
        {
            recommender.Learn(rating);
        }

        ulong digest = 0;
        foreach (double seen in ObservedState.Of(recommender, 4 * Users))
        {
            digest = new SplitMix64(digest ^ BitConverter.DoubleToUInt64Bits(seen)).Next();
        }

        Assert.Equal(8419840637926702784UL, digest);
    }

    [Fact]
    public void A_rating_that_was_replaced_does_not_count_in_the_mean()
    {
        MatrixFactorizationRecommender recommender = new(Items, RatingScale.Stars);
        recommender.Learn(new Rating(0, 0, 1));
        recommender.Learn(new Rating(0, 0, 5));

        // The mean starts from five ratings of the middle of the scale.
        Assert.Equal((5 + (5 * 3)) / 6.0, recommender.Predict(Users, Items), 1e-12);
    }

    [Fact]
    public void Training_does_not_depend_on_the_order_of_the_ratings() =>
        Assert.Equal(ObservedState.Of(Fitted(Ratings), Users), ObservedState.Of(Fitted(Shuffled(Ratings, 11)), Users));

    [Fact]
    public void Training_forgets_what_was_before()
    {
        MatrixFactorizationRecommender recommender = Fitted(SomeRatings.OfTwoTastes(Users + 5, Items, 0.7, 9));
        recommender.Learn(new Rating(1, 1, 3));
        recommender.Fit(Ratings);

        Assert.Equal(ObservedState.Of(Fitted(Ratings), Users + 5), ObservedState.Of(recommender, Users + 5));
    }

    [Fact]
    public void Training_counts_the_last_rating_of_an_item()
    {
        Rating[] twice = [.. Ratings.Select(rating => rating with { Value = 6 - rating.Value }), .. Ratings];

        Assert.Equal(ObservedState.Of(Fitted(Ratings), Users), ObservedState.Of(Fitted(twice), Users));
    }

    [Fact]
    public void Training_on_nothing_gives_an_empty_model()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        recommender.Fit([]);

        MatrixFactorizationRecommender empty = new(Items, RatingScale.Stars);
        Assert.Equal(ObservedState.Of(empty, Users), ObservedState.Of(recommender, Users));
        Assert.Equal(3, recommender.Predict(0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Canceled_training_leaves_the_model_as_it_was(int iterationsBefore)
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        List<double> before = ObservedState.Of(recommender, Users);
        using CancellationTokenSource source = new();
        int iterations = 0;
        CalledBack progress = new(_ => CancelAt(++iterations));
        CancelAt(0);

        Rating[] others = SomeRatings.OfTwoTastes(Users, Items, 0.9, 5);
        Assert.Throws<OperationCanceledException>(() => recommender.Fit(others, progress, source.Token));
        Assert.Equal(iterationsBefore, iterations);
        Assert.Equal(before, ObservedState.Of(recommender, Users));

        void CancelAt(int iteration)
        {
            if (iteration == iterationsBefore)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void A_bad_rating_among_many_leaves_the_model_as_it_was()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        List<double> before = ObservedState.Of(recommender, Users);

        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(0, 1, 1), new(0, Items, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(0, 1, 7)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(-1, 1, 1)]));
        Assert.Equal(before, ObservedState.Of(recommender, Users));
    }

    [Fact]
    public void Progress_rises_to_1()
    {
        List<double> reported = [];
        new MatrixFactorizationRecommender(Items, RatingScale.Stars, new MatrixFactorizationOptions { Iterations = 4 })
            .Fit(Ratings, new CalledBack(reported.Add));

        Assert.Equal([0.25, 0.5, 0.75, 1], reported);
    }

    [Fact]
    public void A_rating_moves_the_prediction_towards_it()
    {
        MatrixFactorizationRecommender recommender = Fitted(Ratings);
        double before = recommender.Predict(Users, 0);
        recommender.Learn(new Rating(Users, 0, 1));
        double low = recommender.Predict(Users, 0);
        recommender.Learn(new Rating(Users, 0, 5));

        Assert.True(low < before);
        Assert.True(recommender.Predict(Users, 0) > before);
    }

    [Fact]
    public void Drift_follows_users_whose_ratings_rise()
    {
        MatrixFactorizationRecommender following = new(2000, RatingScale.Stars);
        MatrixFactorizationRecommender rigid = new(2000, RatingScale.Stars, new MatrixFactorizationOptions { DriftRetention = 1 });
        double followingError = 0;
        double rigidError = 0;
        for (int item = 0; item < 400; item++)
        {
            Rating rating = new(item % 4, item, item / 4 % 40 < 20 ? 2 : 4, item);
            followingError += Math.Abs(following.Predict(rating.User, item) - rating.Value);
            rigidError += Math.Abs(rigid.Predict(rating.User, item) - rating.Value);
            following.Learn(rating);
            rigid.Learn(rating);
        }

        Assert.True(followingError < 0.8 * rigidError, $"{followingError} with drift, {rigidError} without");
    }

    [Theory]
    [InlineData(1e-6f)]
    [InlineData(1e6f)]
    public void The_unit_of_the_scale_does_not_matter(float unit)
    {
        MatrixFactorizationRecommender stars = Fitted(Ratings);
        MatrixFactorizationRecommender scaled = new(Items, new RatingScale(unit, 5 * unit, unit));
        scaled.Fit([.. Ratings.Select(rating => rating with { Value = rating.Value == 5 ? 5 * unit : rating.Value * unit })]);

        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(stars.Predict(3, item), scaled.Predict(3, item) / unit, 1e-3);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused("Factors", () => new() { Factors = -1 });
        Refused("Factors", () => new() { Factors = 257 });
        Refused("AudienceFactors", () => new() { AudienceFactors = -1 });
        Refused("AudienceFactors", () => new() { AudienceFactors = 257 });
        Refused("Iterations", () => new() { Iterations = 0 });
        Refused("RefreshesPerRating", () => new() { RefreshesPerRating = -1 });
        Refused("PriorDeviation", () => new() { PriorDeviation = 0 });
        Refused("PriorDeviation", () => new() { PriorDeviation = double.NaN });
        Refused("ItemScatter", () => new() { ItemScatter = -0.1 });
        Refused("DriftRetention", () => new() { DriftRetention = 1.1 });

        static void Refused(string name, Func<MatrixFactorizationOptions> create) =>
            Assert.Throws<ArgumentOutOfRangeException>(name, create);
    }

    private static MatrixFactorizationRecommender Fitted(Rating[] ratings)
    {
        MatrixFactorizationRecommender recommender = new(Items, RatingScale.Stars);
        recommender.Fit(ratings);
        return recommender;
    }

    private static Rating[] Shuffled(Rating[] ratings, ulong seed)
    {
        Rating[] shuffled = [.. ratings];
        new SplitMix64(seed).Shuffle<Rating>(shuffled);
        return shuffled;
    }

    private static double ErrorOnUnseen(MatrixFactorizationRecommender recommender)
    {
        HashSet<(int, int)> seen = [.. Ratings.Select(rating => (rating.User, rating.Item))];
        Rating[] unseen = [.. SomeRatings.OfTwoTastes(Users, Items, 1, 12).Where(rating => !seen.Contains((rating.User, rating.Item)))];
        return Math.Sqrt(unseen.Average(rating => Math.Pow(recommender.Predict(rating.User, rating.Item) - rating.Value, 2)));
    }

    private sealed class CalledBack(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
