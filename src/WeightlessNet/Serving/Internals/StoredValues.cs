using System.Buffers.Binary;
using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// What stored values stand for: ratings on a scale, or totals of events. Files say it, so that nobody reads one as another.
/// </summary>
/// <param name="Scale">The scale of the values.</param>
/// <param name="Decimals">The number of decimals of the events' amounts; null for ratings.</param>
internal readonly record struct StoredValues(RatingScale Scale, int? Decimals)
{
    /// <summary>The number of bytes without a snapshot's writer.</summary>
    public const int Length = 13;

    /// <summary>What a recommender with these options stores.</summary>
    public static StoredValues Of<TUser>(RecommenderOptions<TUser> options)
        where TUser : notnull =>
        new(options.StoredScale, options.Events?.Decimals);

    /// <summary>Which options read such values, for a message.</summary>
    public string Options => Decimals is int decimals
        ? $"{nameof(RecommenderOptions<>.Events)} = new {nameof(EventOptions)} {{ {nameof(EventOptions.Decimals)} = {decimals} }}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{nameof(RecommenderOptions<>.Scale)} = new {nameof(RatingScale)}({Scale.Minimum}f, {Scale.Maximum}f, {Scale.Step}f)");

    /// <summary>What the values are, in words.</summary>
    public override string ToString() => Decimals is int decimals
        ? $"events, whose amounts have {decimals} decimals"
        : string.Create(
            CultureInfo.InvariantCulture, $"ratings, on a scale of {Scale.Minimum} to {Scale.Maximum} by {Scale.Step}");

    /// <summary>Throws if a folder has values of another kind.</summary>
    /// <param name="stored">What the folder has.</param>
    /// <exception cref="InvalidDataException">It differs.</exception>
    public void ThrowIfOther(StoredValues stored)
    {
        if (stored != this)
        {
            throw new InvalidDataException(
                $"The folder has {stored}, and the options say {this}. Set {Remedy(stored)}, or open another folder.");
        }
    }

    // The scale is that of ratings only where there are no events.
    private string Remedy(StoredValues stored) => Decimals is not null && stored.Decimals is null
        ? $"no {nameof(RecommenderOptions<>.Events)} and the option {stored.Options}"
        : $"the option {stored.Options}";

    /// <summary>Writes 1 more than the number of decimals, or 0 for ratings, and the scale.</summary>
    public void WriteTo(Span<byte> bytes)
    {
        bytes[0] = Mark;
        BinaryPrimitives.WriteSingleLittleEndian(bytes[1..], Scale.Minimum);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[5..], Scale.Maximum);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[9..], Scale.Step);
    }

    /// <summary>Writes the scale, and 1 more than the number of decimals, or 0 for ratings.</summary>
    public void WriteTo(SnapshotWriter writer)
    {
        Scale.WriteTo(writer);
        writer.Write(Mark);
    }

    /// <inheritdoc cref="Read(SnapshotReader, bool)"/>
    public static StoredValues Read(ReadOnlySpan<byte> bytes)
    {
        (float minimum, float maximum, float step) = (
            BinaryPrimitives.ReadSingleLittleEndian(bytes[1..]),
            BinaryPrimitives.ReadSingleLittleEndian(bytes[5..]),
            BinaryPrimitives.ReadSingleLittleEndian(bytes[9..]));
        try
        {
            return Of(new RatingScale(minimum, maximum, step), bytes[0])
                ?? throw new InvalidDataException($"A stored change says that amounts have {bytes[0] - 1} decimals, which is not valid.");
        }
        catch (ArgumentOutOfRangeException invalid)
        {
            throw new InvalidDataException($"A stored change has a scale that is not valid: {invalid.Message}", invalid);
        }
    }

    /// <summary>Reads what <see cref="WriteTo(Span{byte})"/> wrote.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="hasMark">Whether it is of a layout that tells events from ratings; before, all were ratings.</param>
    /// <exception cref="InvalidDataException">The content is not valid.</exception>
    public static StoredValues Read(SnapshotReader reader, bool hasMark)
    {
        var scale = RatingScale.Read(reader);
        byte mark = hasMark ? reader.Read<byte>() : (byte)0;
        return Of(scale, mark) ?? throw reader.Invalid($"amounts of events have {mark - 1} decimals, or another scale");
    }

    private byte Mark => (byte)(Decimals + 1 ?? 0);

    private static StoredValues? Of(RatingScale scale, byte mark) => mark switch
    {
        0 => new StoredValues(scale, null),
        <= EventOptions.MostDecimals + 1 when scale == EventOptions.Scale => new StoredValues(scale, mark - 1),
        _ => null,
    };
}
