using WeightlessNet.Encoders;
using WeightlessNet.Models;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The input side of a model: how a sample is encoded (by a retina of thermometers, unless samples are already patterns) and which bits
/// address which RAM node.
/// </summary>
/// <remarks>Immutable and thread-safe. Only models with equal layers can be merged.</remarks>
public sealed partial class InputLayer
{
    private const int ImageLevels = 5;
    private const int FeatureLevels = 32;
    private const int SmallNodeLevels = 16;
    private const int ImageTupleSize = 24;
    private const int ImageNodeCount = 400;
    private const int SmallTupleSize = 8;
    private const int SmallNodeCount = 2000;
    private const int SmallNodeWindow = 7;

    // Of a network of learned tables: six inputs of eight candidates each.
    private const int Tables = 2000;
    private const int TableCandidates = 48;

    // All candidates are in one array.
    private static readonly int MostTables = Array.MaxLength / TableCandidates;

    private const int CandidateLevels = 7;

    // Training chooses among the bits, so that a few features may have many. Many features have fewer: a pattern is kept for each example.
    private const int MostFeatureCandidates = 128;
    private const int FeatureCandidateBits = 4096;
    private const int CandidateWindow = 12;

    private const int FewNodes = 150;
    private const int MostSmallNodes = 1_500;
    private const int SmallNodesPerBit = 3;
    private const int MiddleTupleSize = 16;
    private const int LargeTupleSize = 28;
    private const int LargeNodeCount = 300;

    /// <summary>Creates a layer for samples that are packed patterns.</summary>
    /// <param name="mapping">Which bits address which node.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mapping"/> is null.</exception>
    public InputLayer(TupleMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        Mapping = mapping;
    }

    /// <summary>Creates a layer for samples that are rows of numbers.</summary>
    /// <param name="retina">The encoder of the numbers.</param>
    /// <param name="mapping">Which bits address which node.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The mapping's number of bits is not the retina's.</exception>
    public InputLayer(ThermometerRetina retina, TupleMapping mapping)
        : this(mapping)
    {
        ArgumentNullException.ThrowIfNull(retina);
        if (retina.BitCount != mapping.BitCount)
        {
            throw new ArgumentException(
                $"The retina has {retina.BitCount} bits, the mapping expects {mapping.BitCount}. Make it for the retina's bits.",
                nameof(mapping));
        }

        Retina = retina;
    }

    /// <summary>The encoder of numbers; null if samples are packed patterns.</summary>
    public ThermometerRetina? Retina { get; }

    /// <summary>Which bits address which node.</summary>
    public TupleMapping Mapping { get; }

    /// <summary>The number of bits of a sample that is a packed pattern; 0 if samples are numbers.</summary>
    internal int PatternBits => Retina is null ? Mapping.BitCount : 0;

    /// <summary>The number of nodes.</summary>
    public int NodeCount => Mapping.NodeCount;

    /// <summary>
    /// A layer with good defaults for grayscale images: quantile thermometers of pixels and edges fitted to examples
    /// (<see cref="ThermometerRetina.QuantileWithEdges"/>), and 400 nodes with tuples of 24 bits, or of all if there are fewer, each from a
    /// random window of 10 by 10 pixels.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Samples are bytes, or numbers on the same scale of 0 to 255: multiply those of 0 to 1. Images with fewer than three rows or columns
    /// have no edges.
    /// </para>
    /// <para>
    /// Edges help most where brightness varies between images, and hurt where single pixels are missing (NaN) or wrong, as with grains of
    /// salt and pepper, or where contrast varies. A layer without them:
    /// <c>new InputLayer(ThermometerRetina.Quantile(images, width * height, 8), mapping)</c>, with a mapping of
    /// <c>TupleMapping.RandomWindows(new ImageShape(width, height, 8), 24, 400, seed)</c>.
    /// </para>
    /// </remarks>
    /// <param name="images">The examples, one after the other, row by row; a few thousand are enough.</param>
    /// <param name="width">The width in pixels, above 0.</param>
    /// <param name="height">The height in pixels, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or an image has more than 1,398,101 pixels.</exception>
    /// <exception cref="ArgumentException">There is no example, or the bytes are not whole images.</exception>
    public static InputLayer ForImages(ReadOnlySpan<byte> images, int width, int height, ulong seed = 0)
    {
        ThermometerRetina retina = RetinaOf(images, width, height, ImageLevels);
        ImageShape shape = new(width, height, retina.BitsOfFeature);
        int tupleSize = Math.Min(ImageTupleSize, shape.BitCount);
        return new InputLayer(retina, TupleMapping.RandomWindows(shape, tupleSize, ImageNodeCount, seed));
    }

    /// <summary>
    /// A layer with good defaults for tables of numbers: quantile thermometers fitted to examples, and nodes with tuples drawn from random
    /// permutations of all bits: 150 with tuples of 8 bits, 150 of 16, and 300 of 28, or of all bits if there are fewer.
    /// </summary>
    /// <remarks>
    /// Small tuples are better with few examples, large ones with many. <see cref="Models.WisardClassifier{TLabel}"/> learns from the
    /// examples which to read, see <see cref="Models.WisardReading.Automatic"/>.
    /// </remarks>
    /// <param name="samples">
    /// The examples, one after the other, each of <paramref name="featureCount"/> numbers; NaN means a missing value.
    /// </param>
    /// <param name="featureCount">The number of features of a sample, 1 to 4,194,304.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is out of range.</exception>
    /// <exception cref="ArgumentException">There is no example, the numbers are not whole samples, or one is infinite.</exception>
    public static InputLayer ForFeatures(ReadOnlySpan<double> samples, int featureCount, ulong seed = 0)
    {
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, featureCount, FeatureLevels);
        return new InputLayer(retina, OfBits(retina.BitCount, seed));
    }

    /// <summary>
    /// A layer for samples that are packed patterns, where no bits belong together more than others: tuples as in
    /// <see cref="ForFeatures"/>.
    /// </summary>
    /// <param name="bitCount">The number of bits of a pattern, above 0, at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bitCount"/> is out of range.</exception>
    public static InputLayer ForPatterns(int bitCount, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        return new InputLayer(OfBits(bitCount, seed));
    }

    /// <summary>
    /// A layer for images like <see cref="ForImages"/>, but with 2,000 nodes with tuples of 8 bits: for models whose cells are trained,
    /// such as <see cref="Models.MarginClassifier{TLabel}"/>.
    /// </summary>
    /// <param name="images">The examples, one after the other, row by row; a few thousand are enough.</param>
    /// <param name="width">The width in pixels, above 0.</param>
    /// <param name="height">The height in pixels, above 0.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or an image has more than 1,398,101 pixels.</exception>
    /// <exception cref="ArgumentException">There is no example, or the bytes are not whole images.</exception>
    public static InputLayer ForImagesWithSmallNodes(ReadOnlySpan<byte> images, int width, int height, ulong seed = 0)
    {
        ThermometerRetina retina = RetinaOf(images, width, height, ImageLevels);
        ImageShape shape = new(width, height, retina.BitsOfFeature);
        return new InputLayer(
            retina, TupleMapping.RandomWindows(shape, Math.Min(SmallTupleSize, shape.BitCount), SmallNodeCount, seed, SmallNodeWindow));
    }

    /// <summary>
    /// A layer for tables like <see cref="ForFeatures"/>, but with 2,000 nodes with tuples of 8 bits: for models whose cells are trained.
    /// </summary>
    /// <param name="samples">
    /// The examples, one after the other, each of <paramref name="featureCount"/> numbers; NaN means a missing value.
    /// </param>
    /// <param name="featureCount">The number of features of a sample, 1 to 4,194,304.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is out of range.</exception>
    /// <exception cref="ArgumentException">There is no example, the numbers are not whole samples, or one is infinite.</exception>
    public static InputLayer ForFeaturesWithSmallNodes(ReadOnlySpan<double> samples, int featureCount, ulong seed = 0)
    {
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, featureCount, SmallNodeLevels);
        int tupleSize = Math.Min(SmallTupleSize, retina.BitCount);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, tupleSize, SmallNodeCount, seed));
    }

    /// <summary>
    /// A layer for records with fields of any kind, such as numbers, words, dates and flags. Each bit of a tuple is drawn from a random
    /// field, and then from the bits of this field, so that a field of many words does not displace the others: a field's share grows with
    /// the logarithm of its number of bits.
    /// </summary>
    /// <remarks>
    /// Tuples have sizes as in <see cref="ForFeatures"/>, since few examples and rare words are read best by small ones. Of the nodes of 8
    /// bits there are three for each bit of a pattern, but at least 150 and at most 1,500.
    /// </remarks>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema. Samples are the patterns that its <see cref="FeatureSchema{T}.Encode"/> writes.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is null.</exception>
    /// <exception cref="ArgumentException">The schema has no bits, as no example had a value.</exception>
    public static InputLayer ForSchema<T>(FeatureSchema<T> schema, ulong seed = 0)
    {
        ThrowIfNoBits(schema);
        int smallNodes = (int)Math.Clamp((long)SmallNodesPerBit * schema.BitCount, FewNodes, MostSmallNodes);
        return new InputLayer(OfSeveralSizes(smallNodes, (size, count) => FieldTuples.Draw(schema.Fields, size, count, seed)));
    }

    /// <summary>
    /// A layer for records like <see cref="ForSchema"/>, but with 2,000 nodes with tuples of up to 8 bits: for models whose cells are
    /// trained.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema. Samples are the patterns that its <see cref="FeatureSchema{T}.Encode"/> writes.</param>
    /// <param name="seed">The seed of the mapping.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is null.</exception>
    /// <exception cref="ArgumentException">The schema has no bits, as no example had a value.</exception>
    public static InputLayer ForSchemaWithSmallNodes<T>(FeatureSchema<T> schema, ulong seed = 0)
    {
        ThrowIfNoBits(schema);
        return new InputLayer(FieldTuples.Draw(schema.Fields, SmallTupleSize, SmallNodeCount, seed));
    }

    /// <summary>The bits that the tables of a <c>LookupNetwork</c> of images may be wired to.</summary>
    /// <param name="images">
    /// Examples of images, pixel by pixel, one after the other. They decide at which values pixels and edges are told apart.
    /// </param>
    /// <param name="width">The width of an image in pixels, above 0.</param>
    /// <param name="height">The height of an image in pixels, above 0.</param>
    /// <param name="tables">The number of tables, 1 to 44,739,241.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns>
    /// A layer with three thermometers of 7 bits for each pixel, of its brightness and of the edges around it
    /// (<see cref="ThermometerRetina.QuantileWithEdges"/>), and a tuple of 48 bits for each table, from a random window of 12 by 12 pixels.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or an image has more than 1,398,101 pixels.</exception>
    /// <exception cref="ArgumentException">The pixels are not one or more whole images.</exception>
    public static InputLayer CandidatesForImages(ReadOnlySpan<byte> images, int width, int height, int tables = Tables, ulong seed = 0)
    {
        ThrowIfNotTables(tables);
        ThermometerRetina retina = RetinaOf(images, width, height, CandidateLevels);
        ImageShape shape = new(width, height, retina.BitsOfFeature);
        return new InputLayer(
            retina, TupleMapping.RandomWindows(shape, Math.Min(TableCandidates, shape.BitCount), tables, seed, CandidateWindow));
    }

    /// <summary>The bits that the tables of a <c>LookupNetwork</c> of numbers may be wired to.</summary>
    /// <param name="samples">Examples of samples, one after the other. They decide at which values features are told apart.</param>
    /// <param name="featureCount">The number of features of a sample, 1 to 4,194,304.</param>
    /// <param name="tables">The number of tables, 1 to 44,739,241.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns>
    /// A layer with a thermometer of 128 bits for each feature, or fewer for more than 32 features, but at least 32, and a tuple of 48 bits
    /// for each table.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The numbers are not one or more whole samples, or one is infinite.</exception>
    public static InputLayer CandidatesForFeatures(ReadOnlySpan<double> samples, int featureCount, int tables = Tables, ulong seed = 0)
    {
        ThrowIfNotTables(tables);
        int levels = Math.Clamp(FeatureCandidateBits / Math.Max(1, featureCount), FeatureLevels, MostFeatureCandidates);
        ThermometerRetina retina = ThermometerRetina.Quantile(samples, featureCount, levels);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, TableCandidates, tables, seed));
    }

    /// <summary>The bits that the tables of a <c>LookupNetwork</c> of records may be wired to.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema of the records.</param>
    /// <param name="tables">The number of tables, 1 to 44,739,241.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns>A layer of patterns of the schema, and a tuple of 48 bits for each table.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tables"/> is out of range.</exception>
    /// <exception cref="ArgumentException">The schema has no bits.</exception>
    public static InputLayer CandidatesForSchema<T>(FeatureSchema<T> schema, int tables = Tables, ulong seed = 0)
    {
        ThrowIfNoBits(schema);
        ThrowIfNotTables(tables);
        return new InputLayer(schema.BitCount < TableCandidates
            ? TupleMapping.Random(schema.BitCount, TableCandidates, tables, seed)
            : FieldTuples.Draw(schema.Fields, TableCandidates, tables, seed));
    }

    // The edges of a line or two say little: in one direction there are none.
    private static ThermometerRetina RetinaOf(ReadOnlySpan<byte> images, int width, int height, int levels)
    {
        int pixels = ThermometerRetina.PixelsOf(images, width, height);
        return Math.Min(width, height) < 3
            ? ThermometerRetina.Quantile(images, pixels, levels)
            : ThermometerRetina.QuantileWithEdges(images, width, height, levels);
    }

    private static void ThrowIfNotTables(int tables)
    {
        if (tables < 1 || tables > MostTables)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tables), tables, $"A layer has 1 to {MostTables} tables, since each of them has {TableCandidates} candidates.");
        }
    }

    private static void ThrowIfNoBits<T>(FeatureSchema<T> schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.BitCount == 0)
        {
            throw new ArgumentException(
                "A schema without bits addresses no node: no example had a value. Fit the schema to records that have values.",
                nameof(schema));
        }
    }

    private static TupleMapping OfBits(int bitCount, ulong seed) =>
        OfSeveralSizes(FewNodes, (size, count) => TupleMapping.Random(bitCount, Math.Min(size, bitCount), count, seed));

    // Few examples are told best by small tuples, many by large ones.
    private static TupleMapping OfSeveralSizes(int smallNodes, Func<int, int, TupleMapping> draw) => TupleMapping.Join(
        draw(SmallTupleSize, smallNodes), draw(MiddleTupleSize, FewNodes), draw(LargeTupleSize, LargeNodeCount));

    /// <summary>Whether two layers compute the same addresses for every sample.</summary>
    internal bool IsSameAs(InputLayer other) =>
        ReferenceEquals(this, other)
        || (Mapping.IsSameAs(other.Mapping)
            && (Retina is null) == (other.Retina is null)
            && (Retina is null || Retina.IsSameAs(other.Retina!)));
}
