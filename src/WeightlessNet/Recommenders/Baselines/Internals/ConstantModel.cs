using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines.Internals;

/// <summary>The state of a <see cref="ConstantRecommender"/>.</summary>
internal sealed class ConstantModel(RatingScale scale, double value) : IForgettingModel
{
    public RatingLog Log { get; } = new(scale);

    public void Count(int user, in RatedItem rated, int sign)
    {
    }

    public double Predict(int user, int item) => value;

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best) => unavailable.OfferRest(value, ref best);
}
