using System.Diagnostics;
using WeightlessNet.Orleans.Tests.Storage;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>
/// A test in network namespaces of Linux, with a server of some kind. It takes a minute, so it runs where WEIGHTLESSNET_ROUNDS asks for
/// rounds, and where this process may make namespaces.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CutNetworkFactAttribute : FactAttribute
{
    /// <summary>Names the kind: postgres or redis.</summary>
    public CutNetworkFactAttribute(string kind) => Skip = StoreServer.WhyAbsent(kind)
        ?? (Environment.GetEnvironmentVariable("WEIGHTLESSNET_ROUNDS") is null ? "WEIGHTLESSNET_ROUNDS does not ask for rounds."
            : !MayMakeNamespaces() ? "This process may not make network namespaces, or there is no 'ip' of iproute2."
            : null);

    private static bool MayMakeNamespaces()
    {
        string name = FormattableString.Invariant($"wntry{Environment.ProcessId}");
        return RunIp("add", name) && RunIp("del", name);
    }

    private static bool RunIp(string what, string name)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("ip", ["netns", what, name]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
