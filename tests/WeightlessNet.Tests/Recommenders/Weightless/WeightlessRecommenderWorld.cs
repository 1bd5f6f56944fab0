using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>
/// A small random world of films and ratings, at most one for each user and film, and all answers of a recommender over it.
/// </summary>
public sealed record WeightlessRecommenderWorld
{
    private static readonly RatingScale[] Scales =
        [RatingScale.HalfStars, RatingScale.Stars, new(0, 100, 1), new(-10, 10, 0.25f), new(0.1f, 1, 0.1f)];

    public required ulong Seed { get; init; }

    public required RatingScale Scale { get; init; }

    public required ItemCatalog Catalog { get; init; }

    public required WeightlessOptions Shape { get; init; }

    public required int Users { get; init; }

    public required Rating[] Ratings { get; init; }

    public int Items => Catalog.Count;

    /// <summary>Both readings, with learned recency, without recency, and with tiers.</summary>
    public IEnumerable<WeightlessOptions> Options =>
        from reading in Enum.GetValues<WeightlessReading>()
        from recency in new IReadOnlyList<RecencyTier>?[] { null, [], WeightlessOptions.FollowDrift }
        select Shape with { Reading = reading, Recency = recency };

    /// <summary>Found by FsCheck, which shrinks a failing world to fewer ratings.</summary>
    public static Arbitrary<WeightlessRecommenderWorld> Arbitrary() => Arb.From(
        Gen.Choose(0, int.MaxValue).Select(seed => Random((ulong)seed)),
        world => Enumerable.Range(0, world.Ratings.Length)
            .Select(left => world with { Ratings = [.. world.Ratings.Where((_, i) => i != left)] })
            .Prepend(world with { Ratings = world.Ratings[..(world.Ratings.Length / 2)] })
            .Where(smaller => smaller.Ratings.Length < world.Ratings.Length));

    public static WeightlessRecommenderWorld Random(ulong seed)
    {
        SplitMix64 random = new(seed);
        (string[] Genres, double? Year)[] films = new (string[], double?)[5 + random.Next(36)];
        foreach (ref (string[] Genres, double? Year) film in films.AsSpan())
        {
            film.Genres = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"genre {random.Next(4)}")];
            film.Year = random.Next(9) == 0 ? null : 1950 + random.Next(70);
        }

        WeightlessRecommenderWorld world = new()
        {
            Seed = seed,
            Scale = Scales[random.Next(Scales.Length)],
            Catalog = CatalogOf(films),
            Shape = new WeightlessOptions
            {
                Nodes = 1 + random.Next(24),
                TupleSize = 1 + random.Next(8),
                Gain = random.Next(256) / 64.0,
                HistogramWindow = random.Next(2),
                Seed = seed,
            },
            Users = 1 + random.Next(6),
            Ratings = [],
        };
        Dictionary<(int, int), Rating> ratings = [];
        for (int left = random.Next(90); left > 0; left--)
        {
            // Times repeat, and some users rate more than others.
            int user = random.Next(random.Next(world.Users) + 1);
            Rating rating = new(user, random.Next(films.Length), world.RandomValue(ref random), random.Next(30));
            ratings.TryAdd((rating.User, rating.Item), rating);
        }

        return world with { Ratings = [.. ratings.Values] };
    }

    public static ItemCatalog CatalogOf(IReadOnlyList<(string[] Genres, double? Year)> films) => ItemCatalog.Create(
        new FeatureSchemaBuilder<(string[] Genres, double? Year)>()
            .MultiHot("genre", film => film.Genres)
            .QuantileThermometer("year", film => film.Year, 4)
            .Fit(films),
        films);

    /// <summary>A rating on the scale, mostly but not always one of its levels.</summary>
    internal float RandomValue(ref SplitMix64 random) => random.Next(8) == 0
        ? (float)Math.Clamp(Scale.Minimum + (random.NextDouble() * (Scale.Maximum - Scale.Minimum)), Scale.Minimum, Scale.Maximum)
        : Scale.ValueOf(random.Next(Scale.LevelCount));

    public WeightlessRecommender Taught(WeightlessOptions options, params ReadOnlySpan<Rating> ratings)
    {
        WeightlessRecommender recommender = new(Catalog, Scale, options);
        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    /// <summary>Asks for a random answer or none, so that cells are updated at random times.</summary>
    internal void ReadSomething(IExplainingRecommender recommender, ref SplitMix64 random)
    {
        (int user, int item) = (random.Next(Users + 1), random.Next(recommender.ItemCount));
        switch (random.Next(8))
        {
            case 0:
                Assert.InRange(recommender.Predict(user, item), Scale.Minimum, Scale.Maximum);
                break;
            case 1:
                Assert.InRange(recommender.Recommend(user, new ScoredItem[3]), 0, 3);
                break;
            case 2:
                Assert.True(double.IsFinite(recommender.Explain(user, item).Score));
                break;
        }
    }

    /// <summary>Asserts that two recommenders give the same answers, to the bit, and hold the same state.</summary>
    public void AssertSame(WeightlessRecommender expected, WeightlessRecommender actual)
    {
        // What another thread has learned lately may not be published.
        WriterOf(actual).Versions.Publish();
        AssertSame(Answers(expected), Answers(actual));
        Assert.Equal(expected.RatingCount, actual.RatingCount);
        (CrowdStatistics crowd, CrowdStatistics other) = (CrowdOf(expected), CrowdOf(actual));
        Assert.Equal(SumsOf(crowd)[..Items], SumsOf(other)[..Items]);
        Assert.Equal((Items, Items), (crowd.ItemCount, other.ItemCount));
        Assert.Equal(TotalOf(crowd), TotalOf(other));
        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(crowd.CountOf(item), other.CountOf(item));
        }

        for (int user = 0; user < Users; user++)
        {
            RatedItem[] log = RatingsOf(expected, user);
            Assert.Equal(log, RatingsOf(actual, user));
            if (log.Length > 0)
            {
                AssertSame(CurrentTables(expected, user), CurrentTables(actual, user));
            }
        }
    }

    /// <summary>Every prediction, ranking and explanation for every user, and for an unknown user and an unknown item.</summary>
    public List<(string What, int User, int Item, double Value)> Answers(IExplainingRecommender recommender)
    {
        List<(string What, int User, int Item, double Value)> answers = [];
        ScoredItem[] ranking = new ScoredItem[Items];
        for (int user = 0; user <= Users; user++)
        {
            foreach (ScoredItem scored in ranking.AsSpan(0, recommender.Recommend(user, ranking)))
            {
                answers.Add(("recommended", user, scored.Item, scored.Score));
            }

            answers.Add(("predicted", user, Items, recommender.Predict(user, Items)));
            for (int item = 0; item < Items; item++)
            {
                answers.Add(("predicted", user, item, recommender.Predict(user, item)));
                Explanation explanation = recommender.Explain(user, item);
                answers.Add(("explained", user, item, explanation.Score));
                answers.AddRange(explanation.Base.Concat(explanation.ByField).Select(part => (part.Name, user, item, part.Amount)));
                foreach (RatingContribution part in explanation.ByRating)
                {
                    answers.Add(("the rating explained", user, part.Item, part.Value));
                    answers.Add(("by the rating", user, item, part.Amount));
                }
            }
        }

        return answers;
    }

    public static void AssertSame(List<(string What, int User, int Item, double Value)> expected, List<(string, int, int, double)> actual)
    {
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            // Compare bits: 0 and -0 are equal as numbers.
            (string what, int user, int item, double value) = expected[i];
            if ((what, user, item) != (actual[i].Item1, actual[i].Item2, actual[i].Item3)
                || BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(actual[i].Item4))
            {
                Assert.Fail($"Answer {i} is {actual[i]} and not {expected[i]}.");
            }
        }

        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>The up-to-date tables of a user with ratings.</summary>
    internal static PersonalTables CurrentTables(WeightlessRecommender recommender, int user)
    {
        recommender.Predict(user, 0);
        return HotOf(recommender).Find(user) ?? throw new InvalidOperationException($"User {user} has no tables.");
    }

    /// <summary>The folded ratings from which the tables of a user with ratings are made now.</summary>
    internal static FoldedRating[] CurrentRatings(WeightlessRecommender recommender, int user)
    {
        PersonalTables tables = CurrentTables(recommender, user);
        SharedModel shared = WriterOf(recommender).Versions.Current;
        FoldedRating[] ratings = shared.Networks.Usual.Rent().Fold.Fold(tables.Ratings, shared.Catalog).ToArray();
        Assert.Equal(ratings.Select(rating => rating.Fingerprint), tables.Fingerprints.ToArray());
        return ratings;
    }

    /// <summary>The addresses of an item, computed from its whole pattern, which the recommender itself never builds.</summary>
    internal byte[] AddressesOf(WeightlessOptions options, int item, ItemStatistics statistics)
    {
        (int meanLevels, int countLevels) = (options.Crowd.MeanLevels, options.Crowd.CountLevels);
        int bits = Catalog.BitCount + meanLevels + countLevels;
        TupleMapping mapping = TupleMapping.Random(bits, options.TupleSize, options.Nodes, options.Seed);
        ulong[] pattern = new ulong[BitSlice.WordCount(bits)];
        Catalog.PatternOf(item).CopyTo(pattern);
        new BitSlice(pattern, Catalog.BitCount, meanLevels).SetFirst(statistics.MeanLevel);
        new BitSlice(pattern, Catalog.BitCount + meanLevels, countLevels).SetFirst(statistics.CountLevel);
        return [.. Enumerable.Range(0, options.Nodes).Select(node => (byte)mapping.AddressOf(pattern, node))];
    }

    /// <summary>The crowd's statistics of all current ratings.</summary>
    internal static CrowdStatistics CrowdOf(WeightlessRecommender recommender)
    {
        WriterOf(recommender).Versions.Publish();
        return CrowdOf(WriterOf(recommender));
    }

    /// <summary>The current ratings of a user.</summary>
    internal static RatedItem[] RatingsOf(WeightlessRecommender recommender, int user) =>
        StripesOf(recommender).Of(user).Log.OfUser(StripedRatings.IdOf(user)).ToArray();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_crowd")]
    private static extern ref CrowdStatistics CrowdOf(SharedWriter writer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_writer")]
    internal static extern ref SharedWriter WriterOf(WeightlessRecommender recommender);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ratings")]
    internal static extern ref StripedRatings StripesOf(WeightlessRecommender recommender);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_hot")]
    internal static extern ref HotTables<PersonalTables> HotOf(WeightlessRecommender recommender);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sums")]
    private static extern ref long[] SumsOf(CrowdStatistics crowd);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_totalSum")]
    private static extern ref long TotalOf(CrowdStatistics crowd);

    private static void AssertSame(PersonalTables expected, PersonalTables actual)
    {
        Assert.Equal(expected.Fingerprints.ToArray(), actual.Fingerprints.ToArray());
        Assert.Equal((expected.Step, expected.Center, expected.Latest), (actual.Step, actual.Center, actual.Latest));
        Assert.Equal(expected.Answers, actual.Answers);
    }
}
