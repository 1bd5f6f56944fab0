namespace WeightlessNet.Datasets;

/// <summary>Images to learn from, and others of the same size to test on.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class ImageDatasetSplit
{
    /// <summary>Creates a split.</summary>
    /// <param name="name">What to call the dataset in reports; not empty.</param>
    /// <param name="train">The images to learn from.</param>
    /// <param name="test">The images to test on.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is empty, or the images of the parts differ in size.</exception>
    public ImageDatasetSplit(string name, ImageDataset train, ImageDataset test)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (train.Width != test.Width || train.Height != test.Height)
        {
            throw new ArgumentException(
                $"The images to learn from are {train.Width} by {train.Height}, those to test on {test.Width} by {test.Height}.",
                nameof(test));
        }

        Name = name;
        Train = train;
        Test = test;
    }

    /// <summary>What to call the dataset in reports, such as "fashion-mnist".</summary>
    public string Name { get; }

    /// <summary>The images to learn from.</summary>
    public ImageDataset Train { get; }

    /// <summary>The images to test on.</summary>
    public ImageDataset Test { get; }
}
