using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Serving.Internals;

/// <summary>Finds the main reason of a score: its largest part, of popularity only what other items do not have too.</summary>
/// <param name="explanation">The parts of the score.</param>
/// <param name="valueOf">
/// The item's value in a field or, if another item is given, what both have in it; null if there is none.
/// </param>
/// <param name="nameOf">The name of an item.</param>
/// <param name="usualPopularity">What popularity adds to the scores of the items just below the user's best, in the mean.</param>
/// <param name="isNamed">Which of the user's ratings may be named; all if null.</param>
internal readonly struct MainReason(
    Explanation explanation,
    Func<string, int?, string?> valueOf,
    Func<int, string> nameOf,
    double usualPopularity = 0,
    Func<RatingContribution, bool>? isNamed = null)
{
    /// <summary>A field is named if it makes up at least this share of all that speaks for the item.</summary>
    public const double LeastShareOfField = 1 / 3.0;

    /// <summary>A rating is named if it makes up at least this share of what the user's ratings say.</summary>
    public const double LeastShareOfRating = 0.1;

    /// <summary>The reason.</summary>
    public Reason Find()
    {
        ControlContribution pin = explanation.ByControl.FirstOrDefault(static part => part.Control.Kind == TuningKind.Pin);
        if (pin.Control is not null)
        {
            return new Reason { Kind = ReasonKind.Pinned, Control = pin.Control, Share = 1 };
        }

        // The prior and the user's level are the same for all items, so they are no reason for one. Nor is a popularity that the next items
        // have too; what the user and people like the user think of an item is compared with chance already.
        double popularity = SumOf(ContributionKind.Popularity);
        ReadOnlySpan<(ReasonKind Kind, double Amount, double Above)> sources =
        [
            Whole(ReasonKind.Control, explanation.ByControl.Sum(static part => part.Amount)),
            Whole(ReasonKind.Taste, OwnTaste()),
            Whole(ReasonKind.SimilarPeople, SumOf(ContributionKind.Central) + SumOf(ContributionKind.Audience)),
            Whole(ReasonKind.UsersAlike, SumOf(ContributionKind.Context)),
            Whole(ReasonKind.Crowd, SumOf(ContributionKind.Crowd)),
            (ReasonKind.Popularity, popularity, popularity - Math.Max(usualPopularity, 0)),
        ];
        (ReasonKind Kind, double Amount, double Above) greatest = (ReasonKind.Guess, 0, double.NegativeInfinity);
        (double speaking, double above) = (0, 0);
        foreach ((ReasonKind Kind, double Amount, double Above) source in sources)
        {
            greatest = source.Amount > 0 && source.Above > greatest.Above ? source : greatest;
            speaking += Math.Max(source.Amount, 0);
            above += Math.Max(source.Above, 0);
        }

        Reason reason = new() { Kind = greatest.Kind, Amount = greatest.Amount, Share = ShareOf(greatest.Amount, speaking) };
        return greatest.Kind switch
        {
            ReasonKind.Taste => OfTaste(greatest.Amount, speaking, above),
            ReasonKind.UsersAlike => OfUsersAlike(reason),
            ReasonKind.Control => reason with { Control = explanation.ByControl.MaxBy(static part => part.Amount).Control },
            _ => reason,
        };
    }

    // Names the field of users that says most for the item, alone and for items like it.
    private Reason OfUsersAlike(Reason reason)
    {
        IEnumerable<Contribution> named = explanation.Base.Where(static part => part.UserField is not null);
        if (named.GroupBy(static part => part.UserField).MaxBy(static field => field.Sum(static part => part.Amount)) is not { } most
            || most.Sum(static part => part.Amount) < LeastShareOfField * reason.Amount)
        {
            return reason;
        }

        return reason with { Field = most.Key, Value = most.First().UserValue };
    }

    private static (ReasonKind Kind, double Amount, double Above) Whole(ReasonKind kind, double amount) => (kind, amount, amount);

    private Reason OfTaste(double amount, double speaking, double above)
    {
        Reason reason = new() { Kind = ReasonKind.Taste, Amount = amount, Share = ShareOf(amount, speaking) };
        Contribution field = explanation.ByField.Where(static part => part.Kind == ContributionKind.Field)
            .DefaultIfEmpty().MaxBy(static part => part.Amount);
        if (ShareOf(field.Amount, above) >= LeastShareOfField)
        {
            reason = reason with
            {
                Kind = ReasonKind.Field,
                Field = field.Name,
                Value = valueOf(field.Name, null),
                Amount = field.Amount,
                Share = ShareOf(field.Amount, speaking),
            };
        }

        // An item that is listed again is no reason for itself.
        int item = explanation.Item;
        Func<RatingContribution, bool>? mayName = isNamed;
        RatingContribution rating = explanation.ByRating
            .Where(part => part.Item != item && mayName?.Invoke(part) != false)
            .OrderByDescending(static part => part.Amount).FirstOrDefault();
        double ratings = explanation.ByRating.Sum(static part => Math.Max(part.Amount, 0));
        if (rating.Amount <= 0 || rating.Amount < LeastShareOfRating * ratings)
        {
            return reason;
        }

        // The field is named with the rated item only for what that one has too.
        string? shared = reason.Field is null ? null : valueOf(reason.Field, rating.Item);
        return reason with
        {
            Kind = ReasonKind.Rating,
            Field = shared is null ? null : reason.Field,
            Value = shared,
            ItemId = rating.Item,
            ItemName = nameOf(rating.Item),
            Rating = rating.Value,
            Amount = rating.Amount,
            Share = ShareOf(rating.Amount, speaking),
        };
    }

    // The crowd's view of an item is also a feature of it: a user may like what few people know, or what others rate low.
    private double OwnTaste() =>
        SumOf(ContributionKind.Field) + SumOf(ContributionKind.CrowdRating) + SumOf(ContributionKind.CrowdPopularity);

    private double SumOf(ContributionKind kind) =>
        explanation.Base.Concat(explanation.ByField).Where(part => part.Kind == kind).Sum(static part => part.Amount);

    private static double ShareOf(double amount, double speaking) => speaking > 0 ? Math.Clamp(amount / speaking, 0, 1) : 0;
}
