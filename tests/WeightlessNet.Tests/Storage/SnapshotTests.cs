using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class SnapshotTests
{
    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_loaded_object_answers_alike_and_is_saved_in_the_same_bytes(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        Property alike = Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            ISnapshot original = one.CreateFrom(seed);
            byte[] bytes = SnapshotCase.Save(original);
            ISnapshot loaded = one.LoadBytes(bytes);
            return bytes.AsSpan().SequenceEqual(SnapshotCase.Save(loaded)) && one.Observe(original) == one.Observe(loaded);
        });
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), alike);
    }

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_single_bit_flip_is_refused(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        byte[] bytes = SnapshotCase.Save(one.CreateFrom(3));

        // Of a large snapshot every so many bits are flipped; the step is odd, so that all places in a byte have their turn.
        int step = (bytes.Length * 8 / 10_000) | 1;
        for (int bit = 0; bit < bytes.Length * 8; bit += step)
        {
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.Throws<InvalidDataException>(() => one.LoadBytes(bytes));
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_truncation_and_an_extra_byte_are_refused(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        byte[] bytes = SnapshotCase.Save(one.CreateFrom(4));

        // Of a large snapshot every so many lengths, and all near its ends and near the ends of its sections.
        const int Near = 200;
        int step = (bytes.Length / 2_000) | 1;
        bool IsNear(int length) => length < Near || length >= bytes.Length - Near || length % SnapshotFormat.SectionLength < Near;
        foreach (int length in Enumerable.Range(0, bytes.Length).Where(length => length % step == 0 || IsNear(length)))
        {
            InvalidDataException refused = Assert.Throws<InvalidDataException>(() => one.LoadBytes(bytes[..length]));
            Assert.Contains("at byte ", refused.Message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidDataException>(() => one.LoadBytes([.. bytes, 0]));
        _ = one.LoadBytes(bytes);
    }

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_snapshot_of_another_kind_is_refused(string name)
    {
        byte[] bytes = SnapshotCase.Save(SnapshotCases.All[name].CreateFrom(5));
        foreach (SnapshotCase other in SnapshotCases.All.Values.Where(other => TypeOf(other.Name) != TypeOf(name)))
        {
            Assert.Throws<InvalidDataException>(() => other.LoadBytes(bytes));
        }
    }

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_stream_gets_the_bytes_of_a_buffer_and_may_return_them_one_by_one(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        ISnapshot original = one.CreateFrom(6);
        using MemoryStream stream = new();
        original.Save(stream);
        Assert.Equal(SnapshotCase.Save(original), stream.ToArray());
        using OneByteStream slow = new(stream.ToArray());
        Assert.Equal(one.Observe(original), one.Observe(one.Load(slow)));
    }

    [Fact]
    public void A_large_snapshot_has_many_sections()
    {
        UserMeanRecommender recommender = new(3000, RatingScale.Stars);
        for (int i = 0; i < 20_000; i++)
        {
            recommender.Learn(new Rating(i % 70, i * 7 % 3000, 1 + (i % 5), i));
        }

        byte[] bytes = SnapshotCase.Save(recommender);
        Assert.True(bytes.Length > 8 * SnapshotFormat.SectionLength);
        Assert.Equal(bytes, SnapshotCase.Save(Snapshot.Load<UserMeanRecommender>(new MemoryStream(bytes))));
    }

    [Fact]
    public void The_bytes_depend_neither_on_the_order_of_learning_nor_on_forgotten_examples()
    {
        Rating[] ratings = [new(3, 1, 2), new(0, 8, 4.5f, 77), new(3, 0, 5), new(1, 4, 0.5f, -9)];
        BiasRecommender forward = new(9, RatingScale.HalfStars);
        BiasRecommender backward = new(9, RatingScale.HalfStars);
        backward.Learn(new Rating(50, 2, 1));
        foreach (int i in (int[])[0, 1, 2, 3])
        {
            forward.Learn(ratings[i]);
            backward.Learn(ratings[3 - i]);
        }

        backward.Forget(50, 2);
        Assert.Equal(SnapshotCase.Save(forward), SnapshotCase.Save(backward));
    }

    [Fact]
    public void A_newer_snapshot_is_read_if_it_allows_this_version_and_its_additions_are_ignored()
    {
        byte[] bytes = SnapshotCase.Save(new ThermometerEncoder(1, 2));
        byte[] newer = WithVersions(bytes, version: 2, oldestReader: 1);
        Assert.Equal([1, 2], Snapshot.Load<ThermometerEncoder>(new MemoryStream(newer)).Thresholds);

        byte[] longer = Resealed(bytes, payload => [.. payload, 1, 2, 3]);
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<ThermometerEncoder>(new MemoryStream(longer)));
        Assert.Equal([1, 2], Snapshot.Load<ThermometerEncoder>(new MemoryStream(WithVersions(longer, 2, 1))).Thresholds);

        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => Snapshot.Load<ThermometerEncoder>(new MemoryStream(WithVersions(bytes, 2, 2))));
        Assert.Contains("reader of version 2", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<ThermometerEncoder>(new MemoryStream(WithVersions(bytes, 0, 1))));
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<ThermometerEncoder>(new MemoryStream(WithVersions(bytes, 1, 0))));
    }

    [Fact]
    public void A_claimed_length_is_not_allocated()
    {
        byte[] bytes = SnapshotCase.Save(new ThermometerEncoder(1, 2));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), 1 << 28);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<ThermometerEncoder>(new MemoryStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void A_schema_is_loaded_only_by_a_builder_with_the_same_fields()
    {
        FeatureSchemaBuilder<int> builder =
            new FeatureSchemaBuilder<int>().OneHot("a", id => $"w{id}").LinearThermometer("b", id => id, 0, 9, 3);
        byte[] bytes = SnapshotCase.Save(builder.Fit([1, 2]));
        Assert.Equal(5, builder.Load(new MemoryStream(bytes)).BitCount);
        FeatureSchemaBuilder<int>[] others =
        [
            new FeatureSchemaBuilder<int>().OneHot("a", id => $"w{id}"),
            new FeatureSchemaBuilder<int>().OneHot("a", id => $"w{id}").LinearThermometer("c", id => id, 0, 9, 3),
            new FeatureSchemaBuilder<int>().LinearThermometer("b", id => id, 0, 9, 3).OneHot("a", id => $"w{id}"),
            new FeatureSchemaBuilder<int>().OneHot("a", id => $"w{id}").OneHot("b", id => $"w{id}"),
        ];
        foreach (FeatureSchemaBuilder<int> other in others)
        {
            Assert.Throws<InvalidDataException>(() => other.Load(new MemoryStream(bytes)));
        }

        Assert.Throws<InvalidOperationException>(() => new FeatureSchemaBuilder<int>().Load(new MemoryStream(bytes)));
    }

    [Fact]
    public void Exceptions_of_the_stream_are_not_wrapped()
    {
        Assert.Throws<IOException>(() => Snapshot.Load<ThermometerEncoder>(new FailingStream()));
        Assert.Throws<IOException>(() => new ThermometerEncoder(1).Save(new FailingStream()));
        Assert.Throws<ArgumentNullException>(() => Snapshot.Load<ThermometerEncoder>((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => new ThermometerEncoder(1).Save((Stream)null!));
    }

    // A type may have several cases; the name is the type and the variant.
    private static string TypeOf(string name) => name.Split('-')[0];

    private static byte[] WithVersions(byte[] bytes, ushort version, ushort oldestReader)
    {
        byte[] changed = [.. bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(8), version);
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(10), oldestReader);
        return Sealed(changed);
    }

    // With a shape of one number and a payload of one section, the header has 32 bytes, followed by the section's length.
    private static byte[] Resealed(byte[] bytes, Func<byte[], byte[]> change)
    {
        byte[] payload = change(bytes[36..^8]);
        byte[] changed = [.. bytes[..32], .. BitConverter.GetBytes(payload.Length), .. payload, .. new byte[8]];
        return Sealed(changed);
    }

    private static byte[] Sealed(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4)));
        return bytes;
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }

    private sealed class FailingStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("The line is down.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The line is down.");
    }
}
