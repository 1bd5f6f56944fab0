using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using static WeightlessNet.Tests.Recommenders.RankedItems;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>Likes that count less the older they are.</summary>
public class LikeAgeTests
{
    private const string Factorization = nameof(ImplicitFactorizationRecommender);
    private const string Ease = nameof(EaseRecommender);
    private const int Users = 90;
    private const int Items = 30;
    private const int Tastes = 3;
    private const long Day = 86_400;
    private const long Now = 20_000 * Day;

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void What_a_user_likes_now_counts_more(string name)
    {
        IBatchRecommender aging = Fitted(name, TimeSpan.FromDays(10));
        IBatchRecommender ageless = Fitted(name, null);
        foreach (IBatchRecommender one in (IBatchRecommender[])[aging, ageless])
        {
            one.Learn(new Rating(Users, 0, 5, Now));
            one.Learn(new Rating(Users, 1, 5, Now - (40 * Day)));
            one.Learn(new Rating(Users + 1, 0, 5, Now - (40 * Day)));
            one.Learn(new Rating(Users + 1, 1, 5, Now));
        }

        Assert.True(ScoreOfTaste(0, Users) > ScoreOfTaste(0, Users + 1));
        Assert.True(ScoreOfTaste(1, Users) < ScoreOfTaste(1, Users + 1));
        Assert.Equal(Ranked(ageless, Users), Ranked(ageless, Users + 1));

        double ScoreOfTaste(int taste, int user) =>
            Ranked(aging, user).Where(scored => scored.Item % Tastes == taste).Sum(scored => scored.Score);
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Only_the_time_to_the_users_latest_like_counts(string name)
    {
        IBatchRecommender aging = Fitted(name, TimeSpan.FromDays(10));
        aging.Learn(new Rating(Users, 0, 5, Now));
        aging.Learn(new Rating(Users, 1, 5, Now - (7 * Day)));
        aging.Learn(new Rating(Users + 1, 0, 5, Now - (500 * Day)));
        aging.Learn(new Rating(Users + 1, 1, 5, Now - (507 * Day)));

        // What the user dislikes is no like.
        aging.Learn(new Rating(Users + 1, 29, 1, Now));
        Assert.Equal(
            Ranked(aging, Users).Where(static one => one.Item != 29), Ranked(aging, Users + 1).Where(static one => one.Item != 29));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Likes_of_one_time_or_of_no_known_time_count_in_full(string name)
    {
        IBatchRecommender aging = Fitted(name, TimeSpan.FromSeconds(1), static _ => 0);
        IBatchRecommender ofOneTime = Fitted(name, TimeSpan.FromSeconds(1), static _ => Now);
        IBatchRecommender ageless = Fitted(name, null);
        Assert.All(Enumerable.Range(0, Users), user => Assert.Equal(Ranked(ageless, user), Ranked(aging, user)));
        Assert.All(Enumerable.Range(0, Users), user => Assert.Equal(Ranked(ageless, user), Ranked(ofOneTime, user)));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_changed_time_counts_at_once_and_leaves_no_trace_when_it_is_taken_back(string name)
    {
        IBatchRecommender aging = Fitted(name, TimeSpan.FromDays(10));
        aging.Learn(new Rating(Users, 0, 5, Now - (30 * Day)));
        aging.Learn(new Rating(Users, 1, 5, Now - (90 * Day)));
        ScoredItem[] before = Ranked(aging, Users);
        aging.Learn(new Rating(Users, 1, 5, Now));
        Assert.NotEqual(before, Ranked(aging, Users));
        aging.Learn(new Rating(Users, 1, 5, Now - (90 * Day)));
        Assert.Equal(before, Ranked(aging, Users));
    }

    [Theory]
    [InlineData(LikeWeights.Equal)]
    [InlineData(LikeWeights.ByAmount)]
    public void The_half_life_is_stored(LikeWeights weights)
    {
        EaseRecommender ease = new(Items, RatingScale.Stars, new EaseOptions { HalfLife = TimeSpan.FromMinutes(90), Weights = weights });
        ImplicitFactorizationRecommender factorization = new(
            Items, RatingScale.Stars, new ImplicitFactorizationOptions { HalfLife = TimeSpan.FromDays(20_000), Weights = weights });
        AssertGoesOn(ease, Snapshot.Load<EaseRecommender>(new MemoryStream(SnapshotCase.Save(ease))));
        AssertGoesOn(
            factorization, Snapshot.Load<ImplicitFactorizationRecommender>(new MemoryStream(SnapshotCase.Save(factorization))));

        static void AssertGoesOn(IBatchRecommender first, IBatchRecommender second)
        {
            first.Fit(Likes(TimeOf));
            second.Fit(Likes(TimeOf));
            Assert.Equal(SnapshotCase.Save((ISnapshot)first), SnapshotCase.Save((ISnapshot)second));
            Assert.Equal(Ranked(first, 0), Ranked(second, 0));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(20_001 * Day)]
    public void A_half_life_is_a_second_to_20000_days(long seconds)
    {
        TimeSpan halfLife = TimeSpan.FromSeconds(seconds);
        Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new EaseOptions { HalfLife = halfLife });
        Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new ImplicitFactorizationOptions { HalfLife = halfLife });
        Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new WeightlessRankingOptions { HalfLife = halfLife });
        Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new EventOptions { HalfLife = halfLife });
    }

    private static IBatchRecommender Fitted(string name, TimeSpan? halfLife, Func<int, long>? timeOf = null)
    {
        IBatchRecommender recommender = name == Ease
            ? new EaseRecommender(Items, RatingScale.Stars, new EaseOptions { HalfLife = halfLife, Regularization = 10 })
            : new ImplicitFactorizationRecommender(
                Items, RatingScale.Stars, new ImplicitFactorizationOptions { HalfLife = halfLife, Factors = 6, Regularization = 5 });
        recommender.Fit(Likes(timeOf ?? (static _ => 0)));
        return recommender;
    }

    private static long TimeOf(int rating) => Now - (rating * 7919 % 300 * Day);

    // Each user likes some items of one taste, and a few others.
    private static Rating[] Likes(Func<int, long> timeOf) =>
    [
        .. from user in Enumerable.Range(0, Users)
           from item in Enumerable.Range(0, Items)
           where item % Tastes == user % Tastes ? (item + user) % 4 != 0 : (item * user) % 11 == 1
           select new Rating(user, item, 5, timeOf((user * Items) + item)),
    ];
}
