using System.Globalization;
using WeightlessNet.Encoders;

namespace WeightlessNet.Serving.Internals;

/// <summary>A field of users.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bounds">The least number of each bucket but the first; null for words.</param>
internal sealed record UserField(string Name, double[]? Bounds)
{
    /// <summary>Whether a value is of the field's type.</summary>
    public bool Takes(UserValue value) => Bounds is null ? value.Word is not null : value.Number is not null;

    /// <summary>A user's value in words; null if it is unknown.</summary>
    public string? InWords(UserDescription description)
    {
        if (Bounds is null)
        {
            return description.WordOf(Name);
        }

        if (description.NumberOf(Name) is not double number)
        {
            return null;
        }

        return InWords(Bounds, Bounds.Count(bound => bound <= number));
    }

    /// <summary>What the words for a bucket mean; null for a word, and for what are no words for a bucket of this field.</summary>
    public FieldLevel? LevelOf(string words)
    {
        for (int bucket = 0; bucket <= Bounds?.Length; bucket++)
        {
            if (InWords(Bounds, bucket) == words)
            {
                return new FieldLevel
                {
                    AtLeast = bucket == 0 ? null : Bounds[bucket - 1],
                    Below = bucket == Bounds.Length ? null : Bounds[bucket],
                };
            }
        }

        return null;
    }

    private static string InWords(double[] bounds, int bucket)
    {
        string? from = bucket == 0 ? null : bounds[bucket - 1].ToString(CultureInfo.InvariantCulture);
        string? to = bucket == bounds.Length ? null : bounds[bucket].ToString(CultureInfo.InvariantCulture);
        return from is null ? $"{FieldLevel.BelowText}{to}"
            : to is null ? $"{from}{FieldLevel.AtLeastText}"
            : $"{from}{FieldLevel.BetweenText}{to}";
    }
}
