using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.SourceCode;

namespace WeightlessNet.Models;

/// <summary>What source code needs of a model with 8-bit cells.</summary>
internal sealed class SourceMargin
{
    private const int MostCells = 1 << 24;

    /// <summary>The input layer.</summary>
    public required SourceLayer Layer { get; init; }

    /// <summary>The number of nodes.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of inputs of a node.</summary>
    public required int TupleSize { get; init; }

    /// <summary>The cells: node by node and address by address, one for each class.</summary>
    public required sbyte[] Cells { get; init; }

    /// <summary>The classes in the order in which equal scores go to them.</summary>
    public required int[] Order { get; init; }

    /// <summary>The labels.</summary>
    public required SourceLabels Labels { get; init; }

    /// <summary>The number of classes.</summary>
    public int ClassCount => Labels.Count;

    /// <summary>The number of cells of a node.</summary>
    public int CellsOfNode => ClassCount << TupleSize;

    /// <summary>Whether equal scores go to the first class.</summary>
    public bool IsInOrder => Order.AsSpan().SequenceEqual([.. Enumerable.Range(0, ClassCount)]);

    /// <summary>About how many bytes of stack the code takes.</summary>
    public int StackBytes => Layer.StackBytes(ClassCount);

    /// <summary>The shape in words.</summary>
    public string Shape => $"{Layer.Shape} -> {NodeCount} nodes of {TupleSize} inputs -> {ClassCount} classes, {Cells.Length} cells";

    /// <summary>What an equal score means, in words.</summary>
    public string OfEqual => IsInOrder ? "of equal ones the first" : "of equal ones the first in the order of the labels";

    /// <summary>Takes what is needed of a model.</summary>
    /// <exception cref="InvalidOperationException">The model has too many cells, or the code would need too much stack.</exception>
    public static SourceMargin Of<TLabel>(Int8MarginModel<TLabel> model)
        where TLabel : notnull
    {
        TupleMapping mapping = model.Layer.Mapping;
        var labels = SourceLabels.Of(model.Labels);
        long count = ((long)mapping.NodeCount << mapping.TupleSize) * labels.Count;
        if (count > MostCells)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The model has {count:n0} cells: {mapping.NodeCount:n0} nodes, tuples of {mapping.TupleSize} bits and {labels.Count:n0} "
                + $"classes. Compilers take at most {MostCells:n0} in reasonable time. Train it on an {nameof(InputLayer)} with smaller "
                + $"tuples or fewer nodes: a {nameof(TupleMapping)} of 500 tuples of 6 bits makes {500 << 6:n0} cells a class."));
        }

        SourceMargin source = new()
        {
            Layer = SourceLayer.Of(model.Layer),
            NodeCount = mapping.NodeCount,
            TupleSize = mapping.TupleSize,
            Cells = WithoutPadding(model.Cells, model.ClassStride, labels.Count),
            Order = model.ClassesInOrder(),
            Labels = labels,
        };
        return source.StackBytes <= SourceLayer.MostStack
            ? source
            : throw new InvalidOperationException(
                $"The model reads {source.Layer.Bits.Length} bits for {labels.Count} classes, so its code would need {source.StackBytes} "
                + $"bytes of stack, and may have {SourceLayer.MostStack}. Train it on an {nameof(InputLayer)} with fewer nodes.");
    }

    private static sbyte[] WithoutPadding(ReadOnlySpan<sbyte> cells, int stride, int classes)
    {
        sbyte[] packed = new sbyte[cells.Length / stride * classes];
        for (int from = 0, to = 0; to < packed.Length; from += stride, to += classes)
        {
            cells.Slice(from, classes).CopyTo(packed.AsSpan(to));
        }

        return packed;
    }
}
