using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders.Hybrid;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders;

public class DelegatingRecommenderTests
{
    private static readonly World Small = World.Random(5) with { Users = 6 };

    private static readonly Type[] Capabilities =
    [
        .. typeof(IRecommender).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && type.Namespace == typeof(IRecommender).Namespace && type.Name.EndsWith("Recommender")),
    ];

    public static TheoryData<string> All => [.. RecommenderCases.All];

    [Fact]
    public void It_has_every_capability_of_the_library()
    {
        Assert.Equal(10, Capabilities.Length);
        Assert.All(Capabilities, capability => Assert.True(capability.IsAssignableFrom(typeof(DelegatingRecommender)), capability.Name));
    }

    [Theory, MemberData(nameof(All))]
    public void A_decorator_offers_what_the_inner_recommender_offers_and_no_more(string name)
    {
        IRecommender inner = RecommenderCases.Create(name, 4, RatingScale.Stars);
        PlainDecorator outer = new(new PlainDecorator(inner));

        foreach (Type capability in Capabilities)
        {
            Assert.Same(capability.IsInstanceOfType(inner) ? outer : null, RecommenderCapabilities.Find(outer, capability));
            Assert.Same(capability.IsInstanceOfType(inner) ? inner : null, RecommenderCapabilities.Find(inner, capability));
        }
    }

    [Fact]
    public void A_missing_capability_is_refused_by_name()
    {
        PlainDecorator decorator = new(new EaseRecommender(4, RatingScale.Stars));

        Assert.Null(decorator.Get<IForgettingRecommender>());
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => decorator.GetRequired<IForgettingRecommender>());
        Assert.Equal(
            $"{nameof(PlainDecorator)} around {nameof(EaseRecommender)} does not offer {nameof(IForgettingRecommender)}.", refused.Message);
        Assert.Equal(refused.Message, Assert.Throws<NotSupportedException>(() => decorator.Forget(0, 0)).Message);
        Assert.Contains(
            $"{nameof(BiasRecommender)} does not offer {nameof(IBatchRecommender)}",
            Assert.Throws<NotSupportedException>(() => new BiasRecommender(4, RatingScale.Stars).GetRequired<IBatchRecommender>()).Message,
            StringComparison.Ordinal);
        PlainDecorator bare = new(new BareRecommender());
        Assert.Throws<NotSupportedException>(() => bare.ForgetUser(0));
        Assert.Throws<NotSupportedException>(() => bare.Explain(0, 0));
        Assert.Throws<NotSupportedException>(() => bare.Fit([]));
        Assert.Throws<NotSupportedException>(() => bare.Score([], []));
        Assert.Throws<NotSupportedException>(() => bare.Recommend(0, [], new RecommendationFilter()));
        Assert.Throws<NotSupportedException>(() => bare.StandingOf(0, 0));
        Assert.Throws<NotSupportedException>(() => bare.RecencyOf(0));
        Assert.Throws<NotSupportedException>(() => bare.UserIdBound);
        Assert.Throws<ArgumentNullException>("inner", () => new PlainDecorator(null!));
        Assert.Throws<ArgumentNullException>("recommender", () => default(IRecommender)!.Get<IBatchRecommender>());
    }

    [Fact]
    public void The_outermost_override_acts_whatever_capability_is_asked_for()
    {
        HybridRecommender hybrid = HybridWorld.Taught(Small, []);
        CountingDecorator inner = new(hybrid);
        CountingDecorator outer = new(new PlainDecorator(inner));

        outer.GetRequired<IForgettingRecommender>().Learn(new Rating(0, 0, Small.Scale.Minimum));
        outer.GetRequired<IBatchRecommender>().Learn(new Rating(0, 1, Small.Scale.Minimum));
        outer.GetRequired<IRecommender>().Learn(new Rating(0, 2, Small.Scale.Minimum));

        Assert.Equal((3, 3), (outer.Learned, inner.Learned));
        Assert.Same(hybrid, outer.Get<HybridRecommender>());
        Assert.Same(outer, outer.Get<CountingDecorator>());
        Assert.Null(inner.Get<PlainDecorator>());
    }

    [Fact]
    public void A_decorator_may_add_a_capability_or_withhold_one()
    {
        RememberingDecorator adds = new(new EaseRecommender(4, RatingScale.Stars));
        WithholdingDecorator withholds = new(new PopularityRecommender(4, RatingScale.Stars));

        Assert.Same(adds, adds.Get<IForgettingRecommender>());
        Assert.Same(adds, adds.Get<IBatchRecommender>());
        Assert.Null(adds.Get<IExplainingRecommender>());
        PlainDecorator around = new(adds);
        Assert.Equal(7, around.GetRequired<IForgettingRecommender>().ForgetUser(0));
        Assert.Null(withholds.Get<IForgettingRecommender>());
        Assert.Null(new PlainDecorator(withholds).Get<IForgettingRecommender>());
        Assert.Same(withholds, withholds.Get<IKnownUsersRecommender>());

        // What inherits the withheld capability would let it through.
        WithholdingDecorator hides = new(new WeightlessRecommender(Small.Catalog, Small.Scale));
        Assert.Null(hides.Get<ICounterfactualRecommender>());
        Assert.Same(hides, hides.Get<IExplainingRecommender>());
    }

    [Fact]
    public void Every_call_reaches_the_inner_recommender_and_returns_its_answer()
    {
        HybridRecommender bare = HybridWorld.Taught(Small, []);
        HybridRecommender inside = HybridWorld.Taught(Small, []);
        PlainDecorator decorator = new(new PlainDecorator(inside));
        Rating[] ratings = [.. SomeOf(40)];

        bare.Fit(ratings);
        decorator.Fit(ratings);
        bare.SetRecency(1, UserRecency.FollowDrift);
        decorator.SetRecency(1, UserRecency.FollowDrift);
        Rating more = new(2, 1, Small.Scale.Maximum);
        bare.Learn(more);
        decorator.Learn(more);
        Assert.Equal(bare.Forget(ratings[0].User, ratings[0].Item), decorator.Forget(ratings[0].User, ratings[0].Item));
        Assert.Equal(bare.ForgetUser(3), decorator.ForgetUser(3));

        Assert.Equal((bare.ItemCount, bare.Scale, bare.UserIdBound), (decorator.ItemCount, decorator.Scale, decorator.UserIdBound));
        Assert.Equal(ObservedState.Of(bare, Small.Users), ObservedState.Of(decorator, Small.Users));
        Assert.Equal(UserRecency.FollowDrift, decorator.RecencyOf(1));
        RecommendationFilter filter = new() { Excluded = [0] };
        ScoredItem[] expected = new ScoredItem[Small.Items];
        ScoredItem[] actual = new ScoredItem[Small.Items];
        Assert.Equal(bare.Recommend(2, expected, filter), decorator.Recommend(2, actual, filter));
        Assert.Equal(expected, actual);
        Assert.Equal(bare.Explain(2, 1).ByRating, decorator.Explain(2, 1).ByRating);
        Assert.Equal(bare.StandingOf(2, 2, filter), decorator.StandingOf(2, 2, filter));
        Assert.Equal(bare.WithoutRating(2, 1, 2, filter), decorator.WithoutRating(2, 1, 2, filter));
        Assert.Equal(bare.IfRated(more, 2, filter), decorator.IfRated(more, 2, filter));
        Assert.Equal(
            bare.WhatWouldChange(2, 2, 3, filter).Select(change => (change.Item, change.Rating, change.Now, change.Then)),
            decorator.WhatWouldChange(2, 2, 3, filter).Select(change => (change.Item, change.Rating, change.Now, change.Then)));
        Assert.Equal(
            bare.StandingWith(2, UserRecency.FollowDrift, 2, filter), decorator.StandingWith(2, UserRecency.FollowDrift, 2, filter));
    }

    [Fact]
    public void Items_are_scored_through_a_decorator()
    {
        EaseRecommender ease = new(4, RatingScale.Stars);
        PlainDecorator decorator = new(ease);
        decorator.Fit([new(0, 0, 5), new(0, 1, 5), new(1, 0, 5), new(1, 1, 5), new(1, 2, 5)]);
        float[] expected = new float[4];
        float[] actual = new float[4];

        ease.Score([new(0, 5, 0)], expected);
        decorator.Score([new(0, 5, 0)], actual);

        Assert.Contains(expected, score => score != 0);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_central_model_in_a_decorator_is_trained_and_answers_by_the_decorator()
    {
        Rating[] ratings = [.. SomeOf(60)];
        List<CountingDecorator> made = [];

        CentralModel decorated = CentralModel.Fit(
            () =>
            {
                made.Add(new CountingDecorator(HybridWorld.CreateCentral(Small)));
                return made[^1];
            },
            ratings);

        // Once without the held-out ratings, and once with all.
        Assert.Equal([(0, 1), (0, 1)], made.Select(decorator => (decorator.Learned, decorator.Fits)));
        Assert.All(ratings, rating => Assert.Equal(
            made[1].Predict(rating.User, rating.Item), decorated.Predict(rating.User, rating.Item), 1e-9));
    }

    [Fact]
    public void What_needs_a_capability_refuses_a_decorator_without_it()
    {
        PlainDecorator bias = new(new BiasRecommender(Small.Items, Small.Scale));

        Assert.Contains(nameof(ICounterfactualRecommender), Assert.Throws<NotSupportedException>(
            () => new TunableRecommender(bias, Small.Catalog)).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(IItemScoringRecommender), Assert.Throws<NotSupportedException>(
            () => new WeightlessRankingRecommender(Small.Catalog, Small.Scale, centrals: [bias])).Message, StringComparison.Ordinal);
        WeightlessRankingRecommender ranking = new(Small.Catalog, Small.Scale);
        Assert.Throws<NotSupportedException>(() => ranking.Replace(Small.Catalog, [bias]));
    }

    [Fact]
    public void A_tunable_recommender_keeps_the_capabilities_inside()
    {
        HybridRecommender hybrid = HybridWorld.Taught(Small, []);
        TunableRecommender tunable = new(new PlainDecorator(hybrid), Small.Catalog);
        tunable.GetRequired<IBatchRecommender>().Fit([.. SomeOf(30)]);
        Assert.NotNull(hybrid.Central);
        int last = Enumerable.Range(0, Small.Items).Last(item => tunable.StandingOf(0, item).Rank is not null);

        tunable.Apply(0, TuningControl.Pin(last));
        tunable.Apply(0, TuningControl.WeighRecent());

        Assert.Equal(UserRecency.FollowDrift, hybrid.RecencyOf(0));
        Assert.Equal(1, tunable.GetRequired<IRecencyRecommender>().StandingWith(0, UserRecency.AsConfigured, last).Rank);
        Assert.Same(tunable, tunable.Get<IRecencyRecommender>());
        Assert.Null(new TunableRecommender(new WeightlessRecommender(Small.Catalog, Small.Scale), Small.Catalog).Get<IBatchRecommender>());
        tunable.Apply(1000, TuningControl.Pin(last));
        Assert.Equal(1001, tunable.UserIdBound);
        Assert.Throws<ArgumentOutOfRangeException>(() => tunable.Apply(1 << 26, TuningControl.Pin(last)));
        Assert.Throws<ArgumentOutOfRangeException>(() => tunable.SetRecency(int.MaxValue, UserRecency.FollowDrift));
        Assert.Equal(1001, tunable.UserIdBound);
    }

    private static IEnumerable<Rating> SomeOf(int count) => Enumerable.Range(0, count)
        .Select(number => new Rating(number % 5, number * 7 % Small.Items, number % 3 == 0 ? Small.Scale.Maximum : Small.Scale.Minimum))
        .DistinctBy(rating => (rating.User, rating.Item));

    private sealed class CountingDecorator(IRecommender inner) : DelegatingRecommender(inner)
    {
        public int Learned { get; private set; }

        public int Fits { get; private set; }

        public override void Learn(in Rating rating)
        {
            Learned++;
            base.Learn(rating);
        }

        public override void Fit(
            ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
            Fits++;
            base.Fit(ratings, progress, cancellationToken);
        }
    }

    private sealed class RememberingDecorator(IRecommender inner) : DelegatingRecommender(inner)
    {
        public override bool Forget(int user, int item) => false;

        public override int ForgetUser(int user) => 7;

        protected internal override bool Offers(Type capability) =>
            capability == typeof(IForgettingRecommender) || base.Offers(capability);
    }

    private sealed class WithholdingDecorator(IRecommender inner) : DelegatingRecommender(inner)
    {
        protected internal override bool Offers(Type capability) =>
            capability != typeof(IForgettingRecommender) && base.Offers(capability);
    }

    private sealed class BareRecommender : IRecommender
    {
        public int ItemCount => 4;

        public RatingScale Scale => RatingScale.Stars;

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => 3;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) => 0;
    }
}
