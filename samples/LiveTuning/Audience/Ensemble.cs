using System.Diagnostics;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;

namespace LiveTuning.Audience;

/// <summary>The hybrid that visitors tune and a weightless recommender for comparison: both learn and forget the same.</summary>
/// <remarks>Answers come from the hybrid.</remarks>
internal sealed class Ensemble(TunableRecommender tunable, [FromKeyedServices(Ensemble.Personal)] WeightlessRecommender personal)
    : IForgettingRecommender
{
    /// <summary>The name of the weightless recommender that is shown for comparison.</summary>
    public const string Personal = "personal";

    public int ItemCount => tunable.ItemCount;

    public RatingScale Scale => tunable.Scale;

    /// <summary>Makes both learn a rating.</summary>
    /// <returns>The time that the hybrid took.</returns>
    public TimeSpan Teach(in Rating rating)
    {
        long start = Stopwatch.GetTimestamp();
        tunable.Learn(rating);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        personal.Learn(rating);
        return time;
    }

    public void Learn(in Rating rating) => Teach(rating);

    public bool Forget(int user, int item)
    {
        personal.Forget(user, item);
        return tunable.Forget(user, item);
    }

    public int ForgetUser(int user)
    {
        personal.ForgetUser(user);
        return tunable.ForgetUser(user);
    }

    public double Predict(int user, int item) => tunable.Predict(user, item);

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        tunable.Recommend(user, destination, excluded);
}
