using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Scores items by the taste of what a user likes. Refuses ratings of items that it does not have.</summary>
/// <param name="items">The number of items.</param>
/// <param name="begun">Set when a training begins.</param>
/// <param name="end">What a training waits for.</param>
internal sealed class TasteScorer(int items, ManualResetEventSlim? begun = null, ManualResetEventSlim? end = null)
    : IItemScoringRecommender
{
    public int ItemCount => items;

    public RatingScale Scale => RatingScale.Stars;

    /// <summary>The greatest item of the ratings of all trainings.</summary>
    public int GreatestItem { get; private set; }

    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        begun?.Set();
        end?.Wait(TimeSpan.FromMinutes(1), cancellationToken);
        foreach (ref readonly Rating rating in ratings)
        {
            Scale.Validate(rating, items);
            GreatestItem = Math.Max(GreatestItem, rating.Item);
        }
    }

    public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
    {
        Assert.Equal(items, scores.Length);
        float[] ofTaste = [0.01f, 0.02f, 0.03f];
        foreach (RatedItem rated in ratings)
        {
            Assert.InRange(rated.Item, 0, items - 1);
            ofTaste[rated.Item % 3] += rated.Value >= 4 ? 0.1f : 0;
        }

        for (int item = 0; item < items; item++)
        {
            scores[item] = ofTaste[item % 3];
        }
    }

    public void Learn(in Rating rating)
    {
    }

    public double Predict(int user, int item) => 3;

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded) => 0;
}
