using System.Buffers;
using System.Reflection;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class WeightlessOptionsStorageTests
{
    [Fact]
    public void Every_option_is_stored()
    {
        WeightlessOptions options = new()
        {
            Reading = WeightlessReading.Histogram,
            Nodes = 77,
            TupleSize = 5,
            CellShrinkage = 2.5,
            Gain = 3.5,
            GainShrinkage = 9.5,
            Twicing = 0.125,
            UserShrinkage = 11,
            HistogramWindow = 1,
            Recency = [new(3, 2)],
            Crowd = new CrowdOptions { ItemShrinkage = 6, MeanLevels = 7, CountLevels = 9 },
            MaximumHotUsers = 12,
            MaximumRatingsPerUser = 13,
            Seed = 99,
        };
        AssertStored(options);
        AssertStored(new WeightlessOptions());

        // Fails if a new option is not set above.
        foreach (PropertyInfo option in typeof(WeightlessOptions).GetProperties().Where(option => option.CanWrite))
        {
            Assert.NotEqual(option.GetValue(new WeightlessOptions()), option.GetValue(options));
        }

        foreach (PropertyInfo option in typeof(CrowdOptions).GetProperties().Where(option => option.CanWrite))
        {
            Assert.NotEqual(option.GetValue(new CrowdOptions()), option.GetValue(options.Crowd));
        }
    }

    private static void AssertStored(WeightlessOptions options)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), writer =>
        {
            writer.BeginSeededObject(SnapshotKind.WeightlessRecommender, options.Seed);
            options.WriteTo(writer);
        });
        using MemoryStream stream = new(bytes.WrittenSpan.ToArray());
        WeightlessOptions loaded = SnapshotReader.Load(
            stream, SnapshotKind.WeightlessRecommender, (reader, head) => WeightlessOptions.Read(reader, head.Seed));
        AssertEqual(options, loaded);
        AssertEqual(options, options with { });
    }

    private static void AssertEqual(WeightlessOptions expected, WeightlessOptions actual)
    {
        AssertEqualOptions(expected.Crowd, actual.Crowd);
        AssertEqualOptions(expected, actual);
    }

    private static void AssertEqualOptions<T>(T expected, T actual)
    {
        foreach (PropertyInfo option in typeof(T).GetProperties().Where(option => option.PropertyType != typeof(CrowdOptions)))
        {
            Assert.Equal(option.GetValue(expected), option.GetValue(actual));
        }
    }
}
