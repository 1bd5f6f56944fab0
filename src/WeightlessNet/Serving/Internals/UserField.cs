using System.Globalization;

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

        int bucket = Bounds.Count(bound => bound <= number);
        string? from = bucket == 0 ? null : Bounds[bucket - 1].ToString(CultureInfo.InvariantCulture);
        string? to = bucket == Bounds.Length ? null : Bounds[bucket].ToString(CultureInfo.InvariantCulture);
        return from is null ? $"under {to}" : to is null ? $"{from} or more" : $"{from} to under {to}";
    }
}
