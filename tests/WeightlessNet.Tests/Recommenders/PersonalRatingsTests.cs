using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>What is held of one user moves to another recommender.</summary>
public sealed class PersonalRatingsTests
{
    private const int Moved = 7;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 10_000).Select(i => ((string[])[$"genre {i % 7}"], (double?)(1950 + (i % 60))))]);

    public static TheoryData<string> Families => new("weightless", "hybrid", "ranking", "decorator");

    [Theory]
    [MemberData(nameof(Families))]
    public void A_user_who_moves_gets_the_same_answers_to_the_byte(string family)
    {
        (IPortableRecommender from, IPortableRecommender to) = (Taught(family), Taught(family));
        LearnMoved(from);
        to.Learn(new Rating(Moved, 3, 1, 5));
        to.Learn(new Rating(Moved, 9_999, 2, 5));

        to.Import(Moved, Through(from.Export(Moved)));

        Assert.Equal(Answers(from), Answers(to));
        Assert.Equal(from.Export(Moved).Ratings.ToArray(), to.Export(Moved).Ratings.ToArray());
    }

    [Fact]
    public void A_hundred_ratings_take_less_than_a_kilobyte_and_survive_being_stored()
    {
        IPortableRecommender from = Taught("weightless");
        LearnMoved(from);
        PersonalRatings exported = from.Export(Moved);
        Assert.Equal(100, exported.Ratings.Length);

        using MemoryStream first = new();
        Snapshot.Save(exported, first);
        Assert.InRange(first.Length, 100, 1024);
        first.Position = 0;
        var loaded = Snapshot.Load<PersonalRatings>(first);
        using MemoryStream second = new();
        Snapshot.Save(loaded, second);

        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(exported.Ratings.ToArray(), loaded.Ratings.ToArray());
        Assert.Equal((exported.Scale, exported.Recency), (loaded.Scale, loaded.Recency));
    }

    [Fact]
    public void Recency_and_odd_ratings_move_too_and_an_empty_user_is_forgotten()
    {
        WeightlessRecommender from = new(Films, RatingScale.HalfStars);
        from.SetRecency(Moved, UserRecency.FollowDrift);
        from.Learn(new Rating(Moved, 5, 3.3f, long.MinValue));
        from.Learn(new Rating(Moved, 6, 4.5f, long.MaxValue));
        WeightlessRecommender to = new(Films, RatingScale.HalfStars);

        to.Import(Moved, Through(from.Export(Moved)));
        Assert.Equal(UserRecency.FollowDrift, to.RecencyOf(Moved));
        Assert.Equal([new RatedItem(5, 3.3f, long.MinValue), new RatedItem(6, 4.5f, long.MaxValue)], to.Export(Moved).Ratings.ToArray());

        to.Import(Moved, from.Export(8));
        Assert.Equal((0, 0, UserRecency.AsConfigured), (to.RatingCount, to.UserIdBound, to.RecencyOf(Moved)));
    }

    [Fact]
    public void A_ranking_ignores_recency()
    {
        WeightlessRecommender from = new(Films, RatingScale.HalfStars);
        from.SetRecency(Moved, UserRecency.FollowDrift);
        from.Learn(new Rating(Moved, 5, 4.5f, 7));
        WeightlessRankingRecommender to = new(Films, RatingScale.HalfStars, null, []);

        to.Import(Moved, from.Export(Moved));
        Assert.Equal(from.Export(Moved).Ratings.ToArray(), to.Export(Moved).Ratings.ToArray());
        Assert.Equal(UserRecency.AsConfigured, to.Export(Moved).Recency);
        from.Forget(Moved, 5);
        to.Import(Moved, from.Export(Moved));
        Assert.Equal((0, 0), (to.RatingCount, ((IKnownUsersRecommender)to).UserIdBound));
    }

    [Fact]
    public void The_newest_ratings_are_kept_where_a_user_may_not_have_all()
    {
        WeightlessRecommender from = new(Films, RatingScale.HalfStars);
        for (int i = 0; i < 20; i++)
        {
            from.Learn(new Rating(Moved, i, 3, (i * 7) % 20));
        }

        WeightlessRecommender to = new(Films, RatingScale.HalfStars, new WeightlessOptions { MaximumRatingsPerUser = 5 });
        to.Import(Moved, from.Export(Moved));
        Assert.Equal([15, 16, 17, 18, 19], to.Export(Moved).Ratings.ToArray().Select(rated => rated.Timestamp).Order());
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_changed()
    {
        WeightlessRecommender stars = new(Films, RatingScale.Stars);
        stars.Learn(new Rating(0, 9_999, 5));
        WeightlessRecommender few = new(World.CatalogOf([(["war"], 1950), (["comedy"], 1960)]), RatingScale.Stars);
        few.Learn(new Rating(0, 1, 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => few.Import(0, stars.Export(0)));
        Assert.Throws<ArgumentException>(() => new WeightlessRecommender(Films, RatingScale.HalfStars).Import(0, stars.Export(0)));
        PersonalRatings onHalfStars = new WeightlessRecommender(Films, RatingScale.HalfStars).Export(0);
        WeightlessRankingRecommender ranking = new(World.CatalogOf([(["war"], 1950), (["comedy"], 1960)]), RatingScale.Stars, null, []);
        Assert.Throws<ArgumentOutOfRangeException>("item", () => ranking.Import(0, stars.Export(0)));
        Assert.Throws<ArgumentException>("personal", () => ranking.Import(0, onHalfStars));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => ranking.Export(-1));
        Assert.Equal(0, ranking.RatingCount);
        Assert.Throws<ArgumentNullException>(() => few.Import(0, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Import(-1, stars.Export(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Import(1 << 26, stars.Export(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Export(-1));
        Assert.Equal([new RatedItem(1, 2, 0)], few.Export(0).Ratings.ToArray());
        Assert.Null(new BiasRecommender(2, RatingScale.Stars).Get<IPortableRecommender>());
    }

    private static IPortableRecommender Taught(string family)
    {
        IPortableRecommender recommender = family switch
        {
            "hybrid" => new HybridRecommender(Films, RatingScale.HalfStars, () => new BiasRecommender(Films.Count, RatingScale.HalfStars)),
            "ranking" => new WeightlessRankingRecommender(Films, RatingScale.HalfStars, null, []),
            "decorator" => new PlainDecorator(new WeightlessRecommender(Films, RatingScale.HalfStars)),
            _ => new WeightlessRecommender(Films, RatingScale.HalfStars),
        };
        SplitMix64 random = new(3);
        Rating[] ratings = [.. Enumerable.Range(0, 600).Select(i =>
            new Rating(20 + random.Next(30), random.Next(Films.Count), 0.5f + (0.5f * random.Next(10)), i))];
        if (recommender is HybridRecommender hybrid)
        {
            hybrid.Fit(ratings);
        }
        else
        {
            Array.ForEach(ratings, rating => recommender.Learn(rating));
        }

        return recommender;
    }

    private static void LearnMoved(IRecommender recommender)
    {
        SplitMix64 random = new(4);
        for (int i = 0; i < 100; i++)
        {
            recommender.Learn(new Rating(
                Moved, (i * 100) + random.Next(100), 0.5f + (0.5f * random.Next(10)), 1_500_000_000 + random.Next(100_000_000)));
        }
    }

    private static PersonalRatings Through(PersonalRatings personal)
    {
        using MemoryStream stream = new();
        Snapshot.Save(personal, stream);
        stream.Position = 0;
        return Snapshot.Load<PersonalRatings>(stream);
    }

    private static double[] Answers(IRecommender recommender)
    {
        ScoredItem[] top = new ScoredItem[200];
        List<double> answers = [];
        foreach (int user in (int[])[Moved, 20, 999])
        {
            foreach (ScoredItem scored in top.AsSpan(0, recommender.Recommend(user, top)))
            {
                answers.AddRange([scored.Item, scored.Score]);
            }

            answers.AddRange(Enumerable.Range(0, 50).Select(item => recommender.Predict(user, item * 37)));
        }

        return [.. answers];
    }
}
