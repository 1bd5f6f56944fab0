namespace LiveTuning.Start;

/// <summary>Folders that only their owner can enter: they have what visitors did, and the keys that sign cookies.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a folder of the program's own, or closes the present one to others.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created or belongs to another account.</exception>
    public static DirectoryInfo Own(string path)
    {
        DirectoryInfo folder = CreateUnlessThere(path);
        if (!OperatingSystem.IsWindows() && folder.UnixFileMode != OwnerOnly)
        {
            folder.UnixFileMode = OwnerOnly;
        }

        return folder;
    }

    /// <summary>Creates a folder that the user has named. One that is there keeps its rights.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static DirectoryInfo CreateUnlessThere(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
}
