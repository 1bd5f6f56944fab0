using System.Globalization;

namespace WeightlessNet.Serving.Internals;

/// <summary>Writes a reason in a few English words.</summary>
internal static class EnglishReason
{
    // Longer values, such as the words of a text, are left out.
    private const int LongestValue = 40;

    /// <summary>Writes the reason. The text does not depend on the current culture.</summary>
    public static string Write(in Reason reason) => reason.Kind switch
    {
        ReasonKind.Pinned => "because you pinned it",
        ReasonKind.Control => "because you asked for more of this kind",
        ReasonKind.Rating => OfRating(reason),
        ReasonKind.Field => $"because of its {reason.Field}{(ShortValueOf(reason) is string value ? $" ({value})" : "")}",
        ReasonKind.Taste => reason.IsOfEvents ? "because it is like what you chose" : "because it is like what you rate high",
        ReasonKind.SimilarPeople => $"because people who {(reason.IsOfEvents ? "choose" : "rate")} like you like it",
        ReasonKind.Crowd => "because it is rated above average",
        ReasonKind.Popularity => "because it is popular",
        ReasonKind.UsersAlike => reason.Field is null
            ? "because people who are like you like it"
            : $"because people with {reason.Field} {ShortValueOf(reason) ?? "like yours"} like it",
        ReasonKind.SameAudience => $"people who like {reason.ItemName} like it too",
        ReasonKind.SameField => $"same {reason.Field}",
        ReasonKind.SimilarField => $"similar {reason.Field}",
        _ => "as a first guess, from what all people like",
    };

    private static string OfRating(in Reason reason)
    {
        string rated = reason.IsOfEvents
            ? $"because you chose {reason.ItemName}"
            : string.Create(CultureInfo.InvariantCulture, $"because you rated {reason.ItemName} {reason.Rating:0.##}");
        string? value = ShortValueOf(reason);
        return reason.Field is null ? rated : $"{rated} ({reason.Field}{(value is null ? "" : $" {value}")})";
    }

    private static string? ShortValueOf(in Reason reason) => reason.Value is { Length: > 0 and <= LongestValue } value ? value : null;
}
