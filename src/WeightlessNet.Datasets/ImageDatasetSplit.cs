namespace WeightlessNet.Datasets;

/// <summary>Training images, and test images of the same size.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class ImageDatasetSplit
{
    /// <summary>Creates a split.</summary>
    /// <param name="name">The name of the dataset in reports; not empty.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is empty, or training and test images differ in size.</exception>
    public ImageDatasetSplit(string name, ImageDataset train, ImageDataset test)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (train.Width != test.Width || train.Height != test.Height)
        {
            throw new ArgumentException(
                $"Test images must be {train.Width} by {train.Height}, as training images, not {test.Width} by {test.Height}.",
                nameof(test));
        }

        Name = name;
        Train = train;
        Test = test;
    }

    /// <summary>The name of the dataset in reports, such as "fashion-mnist".</summary>
    public string Name { get; }

    /// <summary>The training images.</summary>
    public ImageDataset Train { get; }

    /// <summary>The test images.</summary>
    public ImageDataset Test { get; }
}
