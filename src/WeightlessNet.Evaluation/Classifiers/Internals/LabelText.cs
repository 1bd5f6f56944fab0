using System.Globalization;

namespace WeightlessNet.Evaluation.Classifiers.Internals;

/// <summary>Labels as text, the same in every culture.</summary>
internal static class LabelText
{
    public static string Of<TLabel>(TLabel label) => Convert.ToString(label, CultureInfo.InvariantCulture) ?? "";
}
