using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class IdxReaderTests
{
    private static readonly byte[] TwoImages = IdxBytes.Images(2, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);
    private static readonly byte[] TwoLabels = IdxBytes.Labels(4, 9);

    public static TheoryData<string, byte[], long, string> MalformedImages => new()
    {
        { "an empty file", [], 0, "the magic number" },
        { "half a magic number", TwoImages[..2], 2, "the magic number" },
        { "labels for images", TwoLabels, 0, "0x00000801" },
        { "numbers of 4 bytes for pixels", IdxBytes.Of(0xC03, [2, 2, 3], TwoImages.AsSpan(16)), 0, "0x00000C03" },
        { "text", "P5 2 3 255\n......"u8.ToArray(), 0, "the magic number" },
        { "no columns", TwoImages[..12], 12, "the number of columns" },
        { "no image", IdxBytes.Images(0, 2, 3), 4, "the number of images is 0" },
        { "no row", IdxBytes.Images(2, 0, 3), 8, "the number of rows is 0" },
        { "no column", IdxBytes.Images(2, 2, 0), 12, "the number of columns is 0" },
        { "more images than any array holds", IdxBytes.Images(uint.MaxValue, 2, 3), 4, "4294967295" },
        { "a product that overflows 32 bits to 0", IdxBytes.Images(65536, 65536, 1), 8, "65536" },
        { "a product that overflows 64 bits", IdxBytes.Images(2_000_000_000, uint.MaxValue, uint.MaxValue), 8, "4294967295" },
        { "a byte too few", TwoImages[..^1], 27, "12 bytes after offset 16" },
        { "a byte too many", [.. TwoImages, 0], 28, "more than the 12 bytes" },
        { "sizes that the file has no bytes for", IdxBytes.Images(2, 30_000, 30_000, 1, 2, 3), 19, "1800000000 bytes" },
    };

    [Fact]
    public void Images_and_labels_are_read_in_the_order_of_the_file()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("i", TwoImages).With("l", TwoLabels);

        ImageDataset dataset = IdxReader.Read(In(folder, "i"), In(folder, "l"));

        Assert.Equal((3, 2, 6, 2), (dataset.Width, dataset.Height, dataset.PixelCount, dataset.Count));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255], dataset.Pixels.ToArray());
        Assert.Equal([4, 9], dataset.Labels.ToArray());
        Assert.Equal([7, 8, 9, 10, 11, 255], dataset.ImageOf(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("index", () => dataset.ImageOf(2).Length);
    }

    [Fact]
    public void A_packed_file_is_recognized_by_its_content_and_not_by_its_name()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("plain.gz", TwoImages).With("packed", IdxBytes.Gzip(TwoLabels));

        ImageDataset dataset = IdxReader.Read(In(folder, "plain.gz"), In(folder, "packed"));

        Assert.Equal([4, 9], dataset.Labels.ToArray());
        Assert.Equal(2, dataset.Count);
    }

    [Fact]
    public void All_of_a_packed_file_of_many_megabytes_is_read()
    {
        byte[] pixels = new byte[3 * 1000 * 1000];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i * 31 >> 4);
        }

        using TemporaryFolder folder = new TemporaryFolder()
            .With("i", IdxBytes.Gzip(IdxBytes.Images(3, 1000, 1000, pixels))).With("l", IdxBytes.Labels(1, 2, 3));

        Assert.Equal(pixels, IdxReader.Read(In(folder, "i"), In(folder, "l")).Pixels.ToArray());
    }

    [Theory]
    [MemberData(nameof(MalformedImages))]
    public void A_malformed_file_is_named_with_the_offset_and_the_reason(string what, byte[] content, long offset, string reason)
    {
        using TemporaryFolder folder = new TemporaryFolder().With("bad-images", content).With("l", TwoLabels);

        string message = Assert.Throws<InvalidDataException>(() => IdxReader.Read(In(folder, "bad-images"), In(folder, "l"))).Message;

        Assert.True(message.Contains("bad-images", StringComparison.Ordinal), $"{what}: {message}");
        Assert.True(message.Contains($"offset {offset}:", StringComparison.Ordinal), $"{what}: {message}");
        Assert.True(message.Contains(reason, StringComparison.Ordinal), $"{what}: {message}");
    }

    [Fact]
    public void A_packed_file_cut_off_within_its_data_is_an_error_that_names_it()
    {
        // Behind the data: the end of the last block, less than 2 bytes here, and 8 bytes of checksum and length.
        const int AfterData = 10;
        byte[] packed = IdxBytes.Gzip(TwoImages);
        for (int length = 2; length <= packed.Length - AfterData; length++)
        {
            using TemporaryFolder folder = new TemporaryFolder().With("cut-images", packed[..length]).With("l", TwoLabels);

            string message = Assert.Throws<InvalidDataException>(() => IdxReader.Read(In(folder, "cut-images"), In(folder, "l"))).Message;

            Assert.Contains("cut-images", message, StringComparison.Ordinal);
            Assert.Contains("offset", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_packed_file_is_an_error_that_names_it()
    {
        byte[] packed = IdxBytes.Gzip(TwoImages);
        packed[^6] ^= 1;
        using TemporaryFolder folder = new TemporaryFolder().With("damaged-images", packed).With("l", TwoLabels);

        string message = Assert.Throws<InvalidDataException>(() => IdxReader.Read(In(folder, "damaged-images"), In(folder, "l"))).Message;

        Assert.Contains("damaged-images", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_header_of_two_billion_pixels_allocates_no_more_than_the_data_that_comes()
    {
        using TemporaryFolder folder = new TemporaryFolder()
            .With("i", IdxBytes.Gzip(IdxBytes.Images(2, 30_000, 30_000, 1, 2, 3))).With("l", TwoLabels);
        long before = GC.GetAllocatedBytesForCurrentThread();

        string message = Assert.Throws<InvalidDataException>(() => IdxReader.Read(In(folder, "i"), In(folder, "l"))).Message;

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Contains("offset 19: the data ends after 3 of 1800000000 bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_labels_unlike_that_of_images_is_an_error_that_names_both_files()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("some-images", TwoImages).With("some-labels", IdxBytes.Labels(1, 2, 3));

        string message = Assert.Throws<InvalidDataException>(
            () => IdxReader.Read(In(folder, "some-images"), In(folder, "some-labels"))).Message;

        Assert.Contains("some-labels', offset 4: there are 3 labels for 2 images", message, StringComparison.Ordinal);
        Assert.Contains("some-images", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-idx", "")]
    [InlineData(".idx", "")]
    [InlineData("-idx", ".gz")]
    public void A_folder_gives_what_to_learn_from_and_what_to_test_on(string separator, string ending)
    {
        byte[] Content(byte[] bytes) => ending.Length > 0 ? IdxBytes.Gzip(bytes) : bytes;
        using TemporaryFolder folder = new TemporaryFolder()
            .With($"train-images{separator}3-ubyte{ending}", Content(TwoImages))
            .With($"train-labels{separator}1-ubyte{ending}", Content(TwoLabels))
            .With($"t10k-images{separator}3-ubyte{ending}", Content(IdxBytes.Images(1, 2, 3, 6, 5, 4, 3, 2, 1)))
            .With($"t10k-labels{separator}1-ubyte{ending}", Content(IdxBytes.Labels(7)));

        ImageDatasetSplit split = IdxReader.Read(folder.Path);

        Assert.Equal(Path.GetFileName(folder.Path), split.Name);
        Assert.Equal([4, 9], split.Train.Labels.ToArray());
        Assert.Equal([6, 5, 4, 3, 2, 1], split.Test.ImageOf(0).ToArray());
        Assert.Equal([7], split.Test.Labels.ToArray());
    }

    [Fact]
    public void A_folder_whose_parts_have_images_of_different_size_is_an_error()
    {
        using TemporaryFolder folder = new TemporaryFolder()
            .With("train-images-idx3-ubyte", TwoImages)
            .With("train-labels-idx1-ubyte", TwoLabels)
            .With("t10k-images-idx3-ubyte", IdxBytes.Images(1, 3, 2, 6, 5, 4, 3, 2, 1))
            .With("t10k-labels-idx1-ubyte", IdxBytes.Labels(7));

        string message = Assert.Throws<InvalidDataException>(() => IdxReader.Read(folder.Path)).Message;

        Assert.Contains("t10k-images-idx3-ubyte", message, StringComparison.Ordinal);
        Assert.Contains("2 by 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("train-images-idx3-ubyte", TwoImages);
        string missing = In(folder, "nowhere");

        Assert.Contains("train-labels-idx1-ubyte", Assert.Throws<FileNotFoundException>(() => IdxReader.Read(folder.Path)).Message);
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => IdxReader.Read(missing, missing)).Message);
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => IdxReader.Read(missing)).Message);
        Assert.Throws<ArgumentException>("directory", () => IdxReader.Read(" "));
        Assert.Throws<ArgumentException>("labelPath", () => IdxReader.Read(missing, ""));
    }

    [Fact]
    public void Reading_ends_early_when_it_is_cancelled()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("i", TwoImages).With("l", TwoLabels);

        CancellationToken canceled = new(canceled: true);
        Assert.Throws<OperationCanceledException>(() => IdxReader.Read(In(folder, "i"), In(folder, "l"), canceled));
    }

    [RealDataFact("fashion-mnist")]
    public void Fashion_mnist_has_its_published_sizes()
    {
        ImageDatasetSplit split = IdxReader.Read(RealData.PathOf("fashion-mnist"));

        Assert.Equal((28, 28, 60_000), (split.Train.Width, split.Train.Height, split.Train.Count));
        Assert.Equal((28, 28, 10_000), (split.Test.Width, split.Test.Height, split.Test.Count));
        Assert.Equal(Enumerable.Repeat(6_000, 10), CountsOf(split.Train));
        Assert.Equal(Enumerable.Repeat(1_000, 10), CountsOf(split.Test));
    }

    private static IEnumerable<int> CountsOf(ImageDataset dataset) =>
        dataset.Labels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value);

    private static string In(TemporaryFolder folder, string name) => Path.Combine(folder.Path, name);
}
