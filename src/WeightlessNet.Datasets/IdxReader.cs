using WeightlessNet.Datasets.Internals;

namespace WeightlessNet.Datasets;

/// <summary>
/// Reads images and labels in the IDX format of MNIST (http://yann.lecun.com/exdb/mnist/), which Fashion-MNIST, EMNIST and others share.
/// </summary>
/// <remarks>
/// <para>
/// Numbers have 4 bytes, big-endian. An image file (idx3-ubyte) has the magic number 0x00000803, the numbers of images, rows and columns,
/// then a byte for each pixel; a label file (idx1-ubyte) has the magic number 0x00000801, the number of labels, then a byte for each label.
/// </para>
/// <para>
/// Files may be compressed with gzip, which is detected by content, not by name. Headers are not trusted: sizes are checked against the
/// file's length; for a compressed file, whose uncompressed length is unknown, memory grows as data arrives. A file with more or fewer
/// bytes than its header declares is an error, as is a wrong gzip checksum. Offsets in messages refer to the uncompressed data.
/// Thread-safe.
/// </para>
/// </remarks>
public static class IdxReader
{
    /// <summary>
    /// Reads the four files of a dataset in a folder: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, and the same with
    /// <c>t10k</c> instead of <c>train</c>. Names may end with <c>.gz</c> and may have a dot before <c>idx</c>. The dataset is named after
    /// the folder.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The training and the test images.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the four files is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is malformed, the numbers of labels and images differ, or training and test images differ in size; the message names the
    /// file, the offset and the reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static ImageDatasetSplit Read(string directory, CancellationToken cancellation = default)
    {
        string name = DatasetFolder.NameOf(directory);
        string trainImages = Find(directory, "train-images", "idx3-ubyte");
        string trainLabels = Find(directory, "train-labels", "idx1-ubyte");
        string testImages = Find(directory, "t10k-images", "idx3-ubyte");
        string testLabels = Find(directory, "t10k-labels", "idx1-ubyte");
        ImageDataset train = Read(trainImages, trainLabels, cancellation);
        ImageDataset test = Read(testImages, testLabels, cancellation);
        return (train.Width, train.Height) == (test.Width, test.Height)
            ? new ImageDatasetSplit(name, train, test)
            : throw new InvalidDataException(
                $"The file '{testImages}', offset 8: the images are {test.Width} by {test.Height}, but "
                + $"those of '{trainImages}' {train.Width} by {train.Height}.");
    }

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="imagePath">The path of the image file.</param>
    /// <param name="labelPath">The path of the label file.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The images with their labels.</returns>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is malformed, or the numbers of labels and images differ; the message names the file, the offset and the reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static ImageDataset Read(string imagePath, string labelPath, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imagePath);
        ArgumentException.ThrowIfNullOrWhiteSpace(labelPath);
        using IdxFile images = new(imagePath, cancellation);
        using IdxFile labels = new(labelPath, cancellation);
        int[] sizes = images.ReadHeader("images", "rows", "columns");
        (int count, int height, int width) = (sizes[0], sizes[1], sizes[2]);
        int labelCount = labels.ReadHeader("labels")[0];

        // Check before reading the pixels, which may be many.
        if (labelCount != count)
        {
            throw labels.Malformed(4, $"there are {labelCount} labels for {count} images in '{imagePath}'");
        }

        return new ImageDataset(width, height, images.ReadBody(count * height * width), labels.ReadBody(count));
    }

    private static string Find(string directory, string part, string kind)
    {
        string[] names = [$"{part}-{kind}", $"{part}.{kind}"];
        return names.SelectMany(name => new[] { name, name + ".gz" })
                .Select(name => Path.Combine(directory, name))
                .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The folder '{directory}' has no file '{names[0]}', plain or compressed with gzip.", names[0]);
    }
}
