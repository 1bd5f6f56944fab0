namespace WeightlessNet.Datasets.Internals;

/// <summary>The folder that a dataset is read from.</summary>
internal static class DatasetFolder
{
    /// <summary>The last part of the folder's path. Throws if the folder does not exist.</summary>
    public static string NameOf(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(File.Exists(directory)
                ? $"'{directory}' is a file. Name the folder that it is in."
                : $"There is no folder '{directory}'.");
        }

        return new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))).Name;
    }
}
