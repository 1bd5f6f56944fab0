using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>The personal model of one user as a recommender of one user, so that controls can be put around it.</summary>
/// <remarks>The user's id is 0. Changes go through the grain, which stores them first; here they are refused.</remarks>
internal sealed class PersonalRecommender(PersonalModel model, CrowdModel crowd) : ICounterfactualRecommender, IRecencyRecommender
{
    public int ItemCount => crowd.ItemCount;

    public RatingScale Scale => crowd.Scale;

    public void Learn(in Rating rating) => throw Unstored();

    public bool Forget(int user, int item) => throw Unstored();

    public int ForgetUser(int user) => throw Unstored();

    public double Predict(int user, int item) => model.Predict(item);

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        model.Recommend(destination, new RecommendationFilter { Excluded = excluded });

    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) => model.Recommend(destination, filter);

    public Explanation Explain(int user, int item) => model.Explain(item);

    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default) => model.StandingOf(item, filter);

    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default) =>
        model.WithoutRating(ratedItem, item, filter);

    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default) =>
        model.IfRated(new RatedItem(rating.Item, rating.Value, rating.Timestamp), item, filter);

    public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default) =>
        model.WhatWouldChange(item, count, filter);

    public UserRecency RecencyOf(int user) => model.Recency;

    public void SetRecency(int user, UserRecency recency) => model.Recency = recency;

    public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default)
    {
        PersonalModel supposed = new(crowd, model.Export()) { Recency = recency };
        return supposed.StandingOf(item, filter);
    }

    private static NotSupportedException Unstored() => new("A user's grain changes what is stored, and this follows it.");
}
