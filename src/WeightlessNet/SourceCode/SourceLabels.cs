using System.Globalization;

namespace WeightlessNet.SourceCode;

/// <summary>The labels of a model as constants of source code.</summary>
/// <param name="Count">The number of classes.</param>
/// <param name="Kind">What the constants are.</param>
/// <param name="Values">One for each class: the text itself, or the number in decimal digits; empty if labels are not written.</param>
internal sealed record SourceLabels(int Count, SourceLabelKind Kind, IReadOnlyList<string> Values)
{
    /// <summary>The constants for labels.</summary>
    public static SourceLabels Of<TLabel>(IReadOnlyList<TLabel> labels)
        where TLabel : notnull
    {
        SourceLabelKind kind = KindOf(typeof(TLabel));
        return new SourceLabels(
            labels.Count,
            kind,
            kind == SourceLabelKind.None ? [] : [.. labels.Select(label => Convert.ToString(label, CultureInfo.InvariantCulture)!)]);
    }

    private static SourceLabelKind KindOf(Type type) => type.IsEnum
        ? SourceLabelKind.Text
        : Type.GetTypeCode(type) switch
        {
            TypeCode.String => SourceLabelKind.Text,
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 => SourceLabelKind.Int32,
            TypeCode.UInt32 or TypeCode.Int64 => SourceLabelKind.Int64,
            TypeCode.UInt64 => SourceLabelKind.UInt64,
            _ => SourceLabelKind.None,
        };
}
