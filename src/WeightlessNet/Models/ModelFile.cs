using System.Buffers.Binary;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>The parts that stored models share. All numbers are little-endian.</summary>
internal static class ModelFile
{
    /// <summary>"WNWC": a WiSARD classifier.</summary>
    public const uint WisardSignature = 0x4357_4E57;

    /// <summary>"WNMC": a margin classifier.</summary>
    public const uint MarginSignature = 0x434D_4E57;

    private const int Version = 1;
    private const int HeaderLength = 24;

    /// <summary>Writes a signature, a version, a length, a checksum and the payload.</summary>
    public static void WriteChecked(Stream stream, uint signature, MemoryStream payload)
    {
        ReadOnlySpan<byte> bytes = payload.GetBuffer().AsSpan(0, (int)payload.Length);
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, signature);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], ChecksumOf(bytes));
        stream.Write(header);
        stream.Write(bytes);
    }

    public static MemoryStream ReadChecked(Stream stream, uint signature)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != signature)
        {
            throw new InvalidDataException("The stream holds no stored model of this kind.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (version != Version)
        {
            throw new InvalidDataException($"The model has version {version}, this library reads version {Version}.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (length < 0 || length > Array.MaxLength)
        {
            throw new InvalidDataException($"The model's length is {length}.");
        }

        // Read in parts, so that a damaged length does not reserve memory for what is not there.
        MemoryStream payload = new();
        byte[] part = new byte[1 << 16];
        while (payload.Length < length)
        {
            int read = stream.Read(part, 0, (int)Math.Min(part.Length, length - payload.Length));
            if (read == 0)
            {
                throw new InvalidDataException($"The model ends after {payload.Length} of {length} bytes.");
            }

            payload.Write(part, 0, read);
        }

        if (ChecksumOf(payload.GetBuffer().AsSpan(0, (int)length)) != BinaryPrimitives.ReadUInt64LittleEndian(header[16..]))
        {
            throw new InvalidDataException("The model is damaged: its checksum is wrong.");
        }

        payload.Position = 0;
        return payload;
    }

    public static void Write(BinaryWriter writer, WisardOptions options)
    {
        writer.Write((byte)options.Storage.Kind);
        writer.Write((byte)options.Storage.AddressBits);
        writer.Write((byte)options.Storage.Hashes);
        writer.Write(options.Storage.Seed);
        writer.Write((byte)options.Reading);
        writer.Write((byte)options.Balancing);
        writer.Write((byte)options.Threshold);
    }

    public static WisardOptions ReadOptions(BinaryReader reader)
    {
        var kind = (NodeStorageKind)reader.ReadByte();
        (int addressBits, int hashes, ulong seed) = (reader.ReadByte(), reader.ReadByte(), reader.ReadUInt64());
        NodeStorage storage = kind switch
        {
            NodeStorageKind.Dense => NodeStorage.Dense,
            NodeStorageKind.Sparse => NodeStorage.Sparse,
            NodeStorageKind.Hashed => NodeStorage.Hashed(addressBits, hashes, seed),
            NodeStorageKind.HashedConservative => NodeStorage.HashedConservative(addressBits, hashes, seed),
            _ => throw new InvalidDataException($"The model's storage is {kind}."),
        };
        var reading = (WisardReading)reader.ReadByte();
        var balancing = (ClassBalancing)reader.ReadByte();
        return Enum.IsDefined(reading) && Enum.IsDefined(balancing)
            ? new WisardOptions { Storage = storage, Reading = reading, Balancing = balancing, Threshold = reader.ReadByte() }
            : throw new InvalidDataException($"The model's reading is {reading}, its balancing {balancing}.");
    }

    public static void Write(BinaryWriter writer, InputLayer layer)
    {
        writer.Write(layer.Retina?.FeatureCount ?? 0);
        if (layer.Retina is ThermometerRetina retina)
        {
            writer.Write(retina.Levels);
            foreach (double threshold in retina.Thresholds)
            {
                writer.Write(threshold);
            }
        }

        writer.Write(layer.Mapping.BitCount);
        writer.Write(layer.Mapping.InputsPerNode);
        writer.Write(layer.NodeCount);
        for (int node = 0; node < layer.NodeCount; node++)
        {
            foreach (int bit in layer.Mapping.TupleOf(node))
            {
                writer.Write(bit);
            }
        }
    }

    public static InputLayer ReadLayer(BinaryReader reader)
    {
        int features = reader.ReadInt32();
        ThermometerRetina? retina = null;
        if (features != 0)
        {
            double[] thresholds = new double[LengthOf(reader, (long)features * reader.ReadInt32(), sizeof(double))];
            foreach (ref double threshold in thresholds.AsSpan())
            {
                threshold = reader.ReadDouble();
            }

            retina = new ThermometerRetina(features, thresholds);
        }

        (int bitCount, int inputs, int nodes) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        int[] bits = new int[LengthOf(reader, (long)inputs * nodes, sizeof(int))];
        foreach (ref int bit in bits.AsSpan())
        {
            bit = reader.ReadInt32();
        }

        TupleMapping mapping = new(bitCount, inputs, bits);
        return retina is null ? new InputLayer(mapping) : new InputLayer(retina, mapping);
    }

    // A length is believed where that much is there.
    public static int LengthOf(BinaryReader reader, long count, int size) =>
        count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / size
            ? (int)count
            : throw new InvalidDataException($"A part of the model has {count} elements.");

    // FNV-1a, 64 bits.
    private static ulong ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 0x100000001B3;
        }

        return hash;
    }
}
