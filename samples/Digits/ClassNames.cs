using System.Globalization;

namespace DigitsSample;

/// <summary>The names of classes: those of Fashion-MNIST if the data's name says so, otherwise the numbers.</summary>
/// <param name="dataset">The name of the data.</param>
internal sealed class ClassNames(string dataset)
{
    private static readonly string[] Fashion =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private readonly bool _isFashion = dataset.Contains("fashion", StringComparison.OrdinalIgnoreCase);

    /// <summary>A short name.</summary>
    public string Of(byte label) =>
        _isFashion && label < Fashion.Length ? Fashion[label] : label.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number and, if there is one, the name.</summary>
    public string WithNumber(byte label) =>
        _isFashion && label < Fashion.Length ? string.Create(CultureInfo.InvariantCulture, $"{label} {Fashion[label]}") : Of(label);
}
