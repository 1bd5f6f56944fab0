namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>The calls that change a disk.</summary>
internal enum DiskCall
{
    Create,
    Write,
    SetLength,
    Flush,
    Rename,
    Delete,
    FlushFolder,
}
