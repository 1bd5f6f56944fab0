using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Serving.Internals;

/// <summary>Finds the main reason of a score: its largest part.</summary>
/// <param name="explanation">The parts of the score.</param>
/// <param name="valueOf">The item's value in a field; null if it has none.</param>
/// <param name="nameOf">The name of an item.</param>
/// <param name="namedAbove">Only items that the user has rated above it are named.</param>
internal readonly struct MainReason(
    Explanation explanation, Func<string, string?> valueOf, Func<int, string> nameOf, float namedAbove = float.NegativeInfinity)
{
    /// <summary>A field is named if it makes up at least this share of all that speaks for the item.</summary>
    public const double LeastShareOfField = 1 / 3.0;

    /// <summary>A rating is named if it makes up at least this share of what the user's ratings say.</summary>
    public const double LeastShareOfRating = 0.1;

    /// <summary>The reason.</summary>
    public Reason Find()
    {
        if (explanation.ByControl.Any(static part => part.Control.Kind == TuningKind.Pin))
        {
            return new Reason { Kind = ReasonKind.Pinned, Share = 1 };
        }

        // The prior and the user's level are the same for all items, so they are no reason for one.
        ReadOnlySpan<(ReasonKind Kind, double Amount)> sources =
        [
            (ReasonKind.Control, explanation.ByControl.Sum(static part => part.Amount)),
            (ReasonKind.Taste, OwnTaste()),
            (ReasonKind.SimilarPeople, SumOf(ContributionKind.Central) + SumOf(ContributionKind.Audience)),
            (ReasonKind.Crowd, SumOf(ContributionKind.Crowd)),
            (ReasonKind.Popularity, SumOf(ContributionKind.Popularity)),
        ];
        (ReasonKind Kind, double Amount) greatest = (ReasonKind.Guess, 0);
        double speaking = 0;
        foreach ((ReasonKind Kind, double Amount) source in sources)
        {
            greatest = source.Amount > greatest.Amount ? source : greatest;
            speaking += Math.Max(source.Amount, 0);
        }

        return greatest.Kind == ReasonKind.Taste
            ? OfTaste(greatest.Amount, speaking)
            : new Reason { Kind = greatest.Kind, Amount = greatest.Amount, Share = ShareOf(greatest.Amount, speaking) };
    }

    private Reason OfTaste(double amount, double speaking)
    {
        Reason reason = new() { Kind = ReasonKind.Taste, Amount = amount, Share = ShareOf(amount, speaking) };
        Contribution field = explanation.ByField.Where(static part => part.Kind == ContributionKind.Field)
            .DefaultIfEmpty().MaxBy(static part => part.Amount);
        if (ShareOf(field.Amount, speaking) >= LeastShareOfField)
        {
            reason = reason with
            {
                Kind = ReasonKind.Field,
                Field = field.Name,
                Value = valueOf(field.Name),
                Amount = field.Amount,
                Share = ShareOf(field.Amount, speaking),
            };
        }

        float above = namedAbove;
        RatingContribution rating = explanation.ByRating.Where(part => part.Value > above)
            .OrderByDescending(static part => part.Amount).FirstOrDefault();
        double ratings = explanation.ByRating.Sum(static part => Math.Max(part.Amount, 0));
        return rating.Amount > 0 && rating.Amount >= LeastShareOfRating * ratings
            ? reason with
            {
                Kind = ReasonKind.Rating,
                ItemId = rating.Item,
                ItemName = nameOf(rating.Item),
                Rating = rating.Value,
                Amount = rating.Amount,
                Share = ShareOf(rating.Amount, speaking),
            }
            : reason;
    }

    // The crowd's view of an item is also a feature of it: a user may like what few people know, or what others rate low.
    private double OwnTaste() =>
        SumOf(ContributionKind.Field) + SumOf(ContributionKind.CrowdRating) + SumOf(ContributionKind.CrowdPopularity);

    private double SumOf(ContributionKind kind) =>
        explanation.Base.Concat(explanation.ByField).Where(part => part.Kind == kind).Sum(static part => part.Amount);

    private static double ShareOf(double amount, double speaking) => speaking > 0 ? Math.Clamp(amount / speaking, 0, 1) : 0;
}
