namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What one thread needs while a block of tables learns.</summary>
internal sealed class BlockScratch
{
    private const int BlockSize = TableBlock.Cells * TableBlock.Tables;

    [ThreadStatic]
    private static BlockScratch? _current;

    private BlockScratch()
    {
    }

    /// <summary>That of this thread.</summary>
    public static BlockScratch Current => _current ??= new BlockScratch();

    /// <summary>The gradient of each example by the answer of one table.</summary>
    public float[] Gradients { get; } = new float[BatchSlices.Size];

    /// <summary>The gradient of each cell, by address and then by table.</summary>
    public float[] CellGradients { get; } = new float[BlockSize];

    /// <summary>The differences of each input, one input after the other.</summary>
    public float[] Differences { get; } = new float[TableBlock.Pins * BlockSize];

    /// <summary>The gradient of each example by each input of one table, one input after the other.</summary>
    public float[] InputGradients { get; } = new float[TableBlock.Pins * BatchSlices.Size];

    /// <summary>The differences of an input.</summary>
    public Span<float> DifferencesOf(int pin) => Differences.AsSpan(pin * BlockSize, BlockSize);
}
