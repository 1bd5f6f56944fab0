using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <summary>What is known of a user in one field: a word, such as a country, or a number, such as an age.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <seealso cref="UserSchema"/>
public readonly record struct UserValue
{
    private const int MostLetters = KeyText.MaximumLength;

    /// <summary>A word.</summary>
    /// <param name="field">The field of the <see cref="UserSchema"/>.</param>
    /// <param name="word">The word, at most 1000 characters. Where it is unknown, leave the field out.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An argument is empty, is too long, or is not valid Unicode.</exception>
    public UserValue(string field, string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(word);
        if (!IsValid(word))
        {
            throw new ArgumentException(
                $"The word '{ShownText.Of(word)}' of the field '{ShownText.Of(field)}' is empty, longer than {MostLetters} characters, or "
                + "not valid Unicode. If it is unknown, leave the field out.",
                nameof(word));
        }

        (Field, Word) = (field, word);
    }

    /// <summary>A number.</summary>
    /// <param name="field">The field of the <see cref="UserSchema"/>.</param>
    /// <param name="number">The number, finite. Where it is unknown, leave the field out.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="field"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is NaN or infinite.</exception>
    public UserValue(string field, double number)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(
                nameof(number),
                number,
                $"The number of the field '{ShownText.Of(field)}' must be finite. If it is unknown, leave the field out.");
        }

        // Without the sign of a zero, which would be another value in a file.
        (Field, Number) = (field, number == 0 ? 0 : number);
    }

    /// <summary>The field. Null only in the default value of this type, which no call takes.</summary>
    public string Field { get; }

    /// <summary>The word; null for a number.</summary>
    public string? Word { get; }

    /// <summary>The number; null for a word.</summary>
    public double? Number { get; }

    /// <summary>The field and the value, such as "country DE" or "age 34". The text does not depend on the current culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} {Word}{Number}");

    /// <summary>Whether a text can be a field's name or a word in a file.</summary>
    internal static bool IsValid(string text) => text.Length is > 0 and <= MostLetters && KeyText.IsWellFormed(text);
}
