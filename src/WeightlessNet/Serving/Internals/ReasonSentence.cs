using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Serving.Internals;

/// <summary>Says the main reason of a score in a few English words.</summary>
internal static class ReasonSentence
{
    private const string Popularity = "popularity";

    /// <summary>Writes the reason.</summary>
    /// <param name="explanation">The parts of the score.</param>
    /// <param name="nameOf">The name of an item.</param>
    public static string Write(Explanation explanation, Func<int, string> nameOf)
    {
        if (explanation.ByControl.Any(part => part.Control.Kind == TuningKind.Pin))
        {
            return "because you pinned it";
        }

        // What popularity says is the same for everybody, so it is the reason only if nothing personal speaks for the item.
        double others = explanation.Base.Where(part => part.Name != Popularity).Sum(part => part.Amount);
        double own = explanation.ByField.Sum(part => part.Amount);
        double controls = explanation.ByControl.Sum(part => part.Amount);
        double greatest = Math.Max(others, Math.Max(own, controls));
        return greatest <= 0
            ? "as a first guess, from what all people like"
            : controls == greatest ? "because you asked for more of this kind"
            : own == greatest ? OfOwn(explanation, nameOf)
            : "because people with your taste like it";
    }

    private static string OfOwn(Explanation explanation, Func<int, string> nameOf)
    {
        Contribution field = explanation.ByField.MaxBy(part => part.Amount);
        RatingContribution rating = explanation.ByRating.MaxBy(part => part.Amount);
        string value = rating.Value.ToString("0.##", CultureInfo.InvariantCulture);
        return rating.Amount > 0
            ? $"because you rated {nameOf(rating.Item)} {value} ({field.Name})"
            : $"because of its {field.Name}";
    }
}
