using WeightlessNet.Encoders;
using WeightlessNet.Models;

namespace WeightlessNet.Discriminators;

/// <summary>
/// What stands before the RAM nodes of a model: how a sample becomes bits (a retina of thermometers, unless samples are patterns
/// already) and which bits address which node.
/// </summary>
/// <remarks>Immutable and thread-safe. Models over the same layer can be merged.</remarks>
public sealed partial class InputLayer
{
    private const int LevelsForImages = 8;
    private const int LevelsForFeatures = 32;
    private const int LevelsForSmallNodes = 16;
    private const int InputsForImages = 24;
    private const int NodesForImages = 400;
    private const int InputsForFeatures = 28;
    private const int NodesForFeatures = 500;
    private const int InputsOfSmallNodes = 8;
    private const int SmallNodes = 2000;
    private const int WindowOfSmallNodes = 7;

    /// <summary>Creates a layer for samples that are packed patterns.</summary>
    /// <param name="mapping">Which bits address which node.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mapping"/> is null.</exception>
    public InputLayer(TupleMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        Mapping = mapping;
    }

    /// <summary>Creates a layer for samples that are rows of numbers.</summary>
    /// <param name="retina">How numbers become bits.</param>
    /// <param name="mapping">Which bits address which node.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The mapping is for another number of bits than the retina has.</exception>
    public InputLayer(ThermometerRetina retina, TupleMapping mapping)
        : this(mapping)
    {
        ArgumentNullException.ThrowIfNull(retina);
        if (retina.BitCount != mapping.BitCount)
        {
            throw new ArgumentException($"The retina has {retina.BitCount} bits, the mapping is for {mapping.BitCount}.", nameof(mapping));
        }

        Retina = retina;
    }

    /// <summary>How numbers become bits; null where samples are packed patterns.</summary>
    public ThermometerRetina? Retina { get; }

    /// <summary>Which bits address which node.</summary>
    public TupleMapping Mapping { get; }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => Mapping.NodeCount;

    /// <summary>
    /// A layer with good defaults for images of gray levels: quantile thermometers fitted to examples, and nodes of 24 inputs that
    /// each see a random window of 10 by 10 pixels.
    /// </summary>
    /// <param name="images">The examples, one after the other, row by row; a few thousand are enough.</param>
    /// <param name="width">How many pixels a row has, above 0.</param>
    /// <param name="height">How many rows an image has, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0.</exception>
    /// <exception cref="ArgumentException">The examples are none or not whole images.</exception>
    public static InputLayer ForImages(ReadOnlySpan<byte> images, int width, int height, ulong seed = 0)
    {
        ImageShape shape = new(width, height, LevelsForImages);
        int inputs = Math.Min(InputsForImages, shape.BitCount);
        return new InputLayer(
            ThermometerRetina.Quantile(images, shape.PixelCount, LevelsForImages),
            TupleMapping.RandomWindows(shape, inputs, NodesForImages, seed));
    }

    /// <summary>
    /// A layer with good defaults for tables of numbers: quantile thermometers fitted to examples, and nodes of 28 inputs drawn from
    /// random permutations of all bits.
    /// </summary>
    /// <param name="samples">
    /// The examples, one after the other, each of <paramref name="featureCount"/> numbers; NaN where one is missing.
    /// </param>
    /// <param name="featureCount">How many numbers a sample has, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The examples are none or not whole, or one is infinite.</exception>
    public static InputLayer ForFeatures(ReadOnlySpan<double> samples, int featureCount, ulong seed = 0)
    {
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, featureCount, LevelsForFeatures);
        int inputs = Math.Min(InputsForFeatures, retina.BitCount);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, inputs, NodesForFeatures, seed));
    }

    /// <summary>
    /// A layer for images as <see cref="ForImages"/>, with many nodes of few inputs instead: for models whose cells are trained, such as
    /// <see cref="Models.MarginClassifier{TLabel}"/>.
    /// </summary>
    /// <param name="images">The examples, one after the other, row by row; a few thousand are enough.</param>
    /// <param name="width">How many pixels a row has, above 0.</param>
    /// <param name="height">How many rows an image has, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0.</exception>
    /// <exception cref="ArgumentException">The examples are none or not whole images.</exception>
    public static InputLayer ForImagesWithSmallNodes(ReadOnlySpan<byte> images, int width, int height, ulong seed = 0)
    {
        ImageShape shape = new(width, height, LevelsForImages);
        return new InputLayer(
            ThermometerRetina.Quantile(images, shape.PixelCount, LevelsForImages),
            TupleMapping.RandomWindows(shape, Math.Min(InputsOfSmallNodes, shape.BitCount), SmallNodes, seed, WindowOfSmallNodes));
    }

    /// <summary>
    /// A layer for tables as <see cref="ForFeatures"/>, with many nodes of few inputs instead: for models whose cells are trained.
    /// </summary>
    /// <param name="samples">
    /// The examples, one after the other, each of <paramref name="featureCount"/> numbers; NaN where one is missing.
    /// </param>
    /// <param name="featureCount">How many numbers a sample has, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The examples are none or not whole, or one is infinite.</exception>
    public static InputLayer ForFeaturesWithSmallNodes(ReadOnlySpan<double> samples, int featureCount, ulong seed = 0)
    {
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, featureCount, LevelsForSmallNodes);
        int inputs = Math.Min(InputsOfSmallNodes, retina.BitCount);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, inputs, SmallNodes, seed));
    }

    /// <summary>Whether two layers give every sample the same addresses.</summary>
    internal bool IsSameAs(InputLayer other) =>
        ReferenceEquals(this, other)
        || (Mapping.IsSameAs(other.Mapping)
            && (Retina is null) == (other.Retina is null)
            && (Retina is null
                || (Retina.FeatureCount == other.Retina!.FeatureCount && Retina.Thresholds.SequenceEqual(other.Retina.Thresholds))));
}
