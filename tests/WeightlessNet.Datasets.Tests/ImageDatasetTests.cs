using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class ImageDatasetTests
{
    [Fact]
    public void Sizes_pixels_and_labels_have_to_agree()
    {
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ImageDataset(0, 1, new byte[1], new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new ImageDataset(1, -1, new byte[1], new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new ImageDataset(65536, 65536, new byte[1], new byte[1]));
        Assert.Throws<ArgumentException>("pixels", () => new ImageDataset(2, 2, new byte[7], new byte[1]));
        Assert.Throws<ArgumentException>("labels", () => new ImageDataset(2, 2, new byte[8], new byte[1]));
        Assert.Equal(2, new ImageDataset(2, 2, new byte[8], new byte[2]).Count);
    }

    [Fact]
    public void Both_parts_of_a_split_have_images_of_one_size()
    {
        ImageDataset wide = new(2, 1, new byte[2], new byte[1]);
        ImageDataset high = new(1, 2, new byte[2], new byte[1]);

        Assert.Throws<ArgumentException>("test", () => new ImageDatasetSplit("shapes", wide, high));
        Assert.Throws<ArgumentException>("name", () => new ImageDatasetSplit("", wide, wide));
        Assert.Throws<ArgumentNullException>("train", () => new ImageDatasetSplit("shapes", null!, wide));
        Assert.Equal("shapes", new ImageDatasetSplit("shapes", wide, wide).Name);
    }
}
