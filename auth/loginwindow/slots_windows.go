package loginwindow

import "golang.org/x/sys/windows"

// The places of the methods in their tables: first the three of IUnknown, and those of every base interface before its own. The
// names are those of the interface definition (WebView2.idl) without "get_"; TestSlots compares them with a table from
// another source. WebView2 never changes a published interface.
const (
	slotQueryInterface = 0 // IUnknown.QueryInterface
	slotAddRef         = 1 // IUnknown.AddRef
	slotRelease        = 2 // IUnknown.Release

	slotGetSettings             = 3   // ICoreWebView2.Settings
	slotGetSource               = 4   // ICoreWebView2.Source
	slotNavigate                = 5   // ICoreWebView2.Navigate
	slotOnNavigationStarting    = 7   // ICoreWebView2.add_NavigationStarting
	slotOnContentLoading        = 9   // ICoreWebView2.add_ContentLoading
	slotOnSourceChanged         = 11  // ICoreWebView2.add_SourceChanged
	slotOnNavigationCompleted   = 15  // ICoreWebView2.add_NavigationCompleted
	slotOnFrameNavigation       = 17  // ICoreWebView2.add_FrameNavigationStarting
	slotOnScriptDialog          = 21  // ICoreWebView2.add_ScriptDialogOpening
	slotOnPermission            = 23  // ICoreWebView2.add_PermissionRequested
	slotOnProcessFailed         = 25  // ICoreWebView2.add_ProcessFailed
	slotGetBrowserProcess       = 37  // ICoreWebView2.BrowserProcessId
	slotCanGoBack               = 38  // ICoreWebView2.CanGoBack
	slotGoBack                  = 40  // ICoreWebView2.GoBack
	slotOnNewWindow             = 44  // ICoreWebView2.add_NewWindowRequested
	slotOnResource              = 55  // ICoreWebView2.add_WebResourceRequested
	slotAddResourceFilter       = 57  // ICoreWebView2.AddWebResourceRequestedFilter
	slotOnWindowClose           = 59  // ICoreWebView2.add_WindowCloseRequested
	slotOnDownload              = 75  // ICoreWebView2_4.add_DownloadStarting
	slotOnClientCertificate     = 77  // ICoreWebView2_5.add_ClientCertificateRequested
	slotOnBasicAuthentication   = 97  // ICoreWebView2_10.add_BasicAuthenticationRequested
	slotOnContextMenu           = 100 // ICoreWebView2_11.add_ContextMenuRequested
	slotGetProfile              = 105 // ICoreWebView2_13.Profile
	slotOnCertificateError      = 106 // ICoreWebView2_14.add_ServerCertificateErrorDetected
	slotOnExternalScheme        = 117 // ICoreWebView2_18.add_LaunchingExternalUriScheme
	slotAddResourceFilterOfAll  = 123 // ICoreWebView2_22.AddWebResourceRequestedFilterWithRequestSourceKinds
	slotCreateResponse          = 4   // ICoreWebView2Environment.CreateWebResourceResponse
	slotCreateControllerOptions = 20  // ICoreWebView2Environment10.CreateCoreWebView2ControllerOptions
	slotCreateController        = 21  // ICoreWebView2Environment10.CreateCoreWebView2ControllerWithOptions
	slotPutInPrivate            = 6   // ICoreWebView2ControllerOptions.SetIsInPrivateModeEnabled

	slotPutIsVisible      = 4  // ICoreWebView2Controller.SetIsVisible
	slotPutBounds         = 6  // ICoreWebView2Controller.SetBounds
	slotPutZoomFactor     = 8  // ICoreWebView2Controller.SetZoomFactor
	slotMoveFocus         = 12 // ICoreWebView2Controller.MoveFocus
	slotOnMoveFocus       = 13 // ICoreWebView2Controller.add_MoveFocusRequested
	slotOnAcceleratorKey  = 19 // ICoreWebView2Controller.add_AcceleratorKeyPressed
	slotNotifyMoved       = 23 // ICoreWebView2Controller.NotifyParentWindowPositionChanged
	slotClose             = 24 // ICoreWebView2Controller.Close
	slotGetCoreWebView2   = 25 // ICoreWebView2Controller.CoreWebView2
	slotPutBackground     = 27 // ICoreWebView2Controller2.SetDefaultBackgroundColor
	slotPutAllowDrop      = 37 // ICoreWebView2Controller4.SetAllowExternalDrop
	slotClearBrowsingData = 12 // ICoreWebView2Profile2.ClearBrowsingDataAll

	slotPutWebMessages     = 6  // ICoreWebView2Settings.SetIsWebMessageEnabled
	slotPutScriptDialogs   = 8  // ICoreWebView2Settings.SetAreDefaultScriptDialogsEnabled
	slotPutStatusBar       = 10 // ICoreWebView2Settings.SetIsStatusBarEnabled
	slotPutDevTools        = 12 // ICoreWebView2Settings.SetAreDevToolsEnabled
	slotPutContextMenus    = 14 // ICoreWebView2Settings.SetAreDefaultContextMenusEnabled
	slotPutHostObjects     = 16 // ICoreWebView2Settings.SetAreHostObjectsAllowed
	slotPutZoomControl     = 18 // ICoreWebView2Settings.SetIsZoomControlEnabled
	slotPutErrorPage       = 20 // ICoreWebView2Settings.SetIsBuiltInErrorPageEnabled
	slotPutAcceleratorKeys = 24 // ICoreWebView2Settings3.SetAreBrowserAcceleratorKeysEnabled
	slotPutPasswordSaving  = 26 // ICoreWebView2Settings4.SetIsPasswordAutosaveEnabled
	slotPutAutofill        = 28 // ICoreWebView2Settings4.SetIsGeneralAutofillEnabled
	slotPutSwipe           = 32 // ICoreWebView2Settings6.SetIsSwipeNavigationEnabled

	navURI           = 3  // ICoreWebView2NavigationStartingEventArgs.Uri
	navUserInitiated = 4  // ICoreWebView2NavigationStartingEventArgs.IsUserInitiated
	navRedirected    = 5  // ICoreWebView2NavigationStartingEventArgs.IsRedirected
	navHeaders       = 6  // ICoreWebView2NavigationStartingEventArgs.RequestHeaders
	navPutCancel     = 8  // ICoreWebView2NavigationStartingEventArgs.SetCancel
	navID            = 9  // ICoreWebView2NavigationStartingEventArgs.NavigationId
	navKind          = 12 // ICoreWebView2NavigationStartingEventArgs3.NavigationKind
	headersContains  = 5  // ICoreWebView2HttpRequestHeaders.Contains

	contentIsErrorPage = 3 // ICoreWebView2ContentLoadingEventArgs.IsErrorPage
	contentID          = 4 // ICoreWebView2ContentLoadingEventArgs.NavigationId
	sourceNewDocument  = 3 // ICoreWebView2SourceChangedEventArgs.IsNewDocument
	doneIsSuccess      = 3 // ICoreWebView2NavigationCompletedEventArgs.IsSuccess
	doneWebError       = 4 // ICoreWebView2NavigationCompletedEventArgs.WebErrorStatus
	doneID             = 5 // ICoreWebView2NavigationCompletedEventArgs.NavigationId
	doneStatus         = 6 // ICoreWebView2NavigationCompletedEventArgs2.HttpStatusCode
	processFailedKind  = 3 // ICoreWebView2ProcessFailedEventArgs.ProcessFailedKind

	resourceRequest     = 3 // ICoreWebView2WebResourceRequestedEventArgs.Request
	resourcePutResponse = 5 // ICoreWebView2WebResourceRequestedEventArgs.SetResponse
	resourceContext     = 7 // ICoreWebView2WebResourceRequestedEventArgs.ResourceContext
	requestURI          = 3 // ICoreWebView2WebResourceRequest.Uri

	newURI           = 3  // ICoreWebView2NewWindowRequestedEventArgs.Uri
	newPutWindow     = 4  // ICoreWebView2NewWindowRequestedEventArgs.SetNewWindow
	newPutHandled    = 6  // ICoreWebView2NewWindowRequestedEventArgs.SetHandled
	newUserInitiated = 8  // ICoreWebView2NewWindowRequestedEventArgs.IsUserInitiated
	newDeferral      = 9  // ICoreWebView2NewWindowRequestedEventArgs.GetDeferral
	newFeatures      = 10 // ICoreWebView2NewWindowRequestedEventArgs.WindowFeatures
	featuresHasSize  = 4  // ICoreWebView2WindowFeatures.HasSize
	deferralComplete = 3  // ICoreWebView2Deferral.Complete

	permissionPutState    = 7  // ICoreWebView2PermissionRequestedEventArgs.SetState
	downloadOperation     = 3  // ICoreWebView2DownloadStartingEventArgs.DownloadOperation
	downloadPutCancel     = 5  // ICoreWebView2DownloadStartingEventArgs.SetCancel
	downloadPutHandled    = 9  // ICoreWebView2DownloadStartingEventArgs.SetHandled
	operationURI          = 9  // ICoreWebView2DownloadOperation.Uri
	certificateStatus     = 3  // ICoreWebView2ServerCertificateErrorDetectedEventArgs.ErrorStatus
	certificateURI        = 4  // ICoreWebView2ServerCertificateErrorDetectedEventArgs.RequestUri
	certificatePutAction  = 7  // ICoreWebView2ServerCertificateErrorDetectedEventArgs.SetAction
	clientHost            = 3  // ICoreWebView2ClientCertificateRequestedEventArgs.Host
	clientPort            = 4  // ICoreWebView2ClientCertificateRequestedEventArgs.Port
	clientPutHandled      = 13 // ICoreWebView2ClientCertificateRequestedEventArgs.SetHandled
	externalURI           = 3  // ICoreWebView2LaunchingExternalUriSchemeEventArgs.Uri
	externalUserInitiated = 5  // ICoreWebView2LaunchingExternalUriSchemeEventArgs.IsUserInitiated
	externalPutCancel     = 7  // ICoreWebView2LaunchingExternalUriSchemeEventArgs.SetCancel
	basicURI              = 3  // ICoreWebView2BasicAuthenticationRequestedEventArgs.Uri
	basicResponse         = 5  // ICoreWebView2BasicAuthenticationRequestedEventArgs.Response
	basicPutCancel        = 7  // ICoreWebView2BasicAuthenticationRequestedEventArgs.SetCancel
	basicDeferral         = 8  // ICoreWebView2BasicAuthenticationRequestedEventArgs.GetDeferral
	responsePutUser       = 4  // ICoreWebView2BasicAuthenticationResponse.SetUserName
	responsePutPassword   = 6  // ICoreWebView2BasicAuthenticationResponse.SetPassword
	dialogURI             = 3  // ICoreWebView2ScriptDialogOpeningEventArgs.Uri
	dialogKind            = 4  // ICoreWebView2ScriptDialogOpeningEventArgs.Kind
	dialogMessage         = 5  // ICoreWebView2ScriptDialogOpeningEventArgs.Message
	dialogAccept          = 6  // ICoreWebView2ScriptDialogOpeningEventArgs.Accept
	dialogDeferral        = 10 // ICoreWebView2ScriptDialogOpeningEventArgs.GetDeferral
	menuItems             = 3  // ICoreWebView2ContextMenuRequestedEventArgs.MenuItems
	itemsCount            = 3  // ICoreWebView2ContextMenuItemCollection.Count
	itemsGet              = 4  // ICoreWebView2ContextMenuItemCollection.GetValueAtIndex
	itemsRemove           = 5  // ICoreWebView2ContextMenuItemCollection.RemoveValueAtIndex
	itemName              = 3  // ICoreWebView2ContextMenuItem.Name
	keyKind               = 3  // ICoreWebView2AcceleratorKeyPressedEventArgs.KeyEventKind
	keyVirtual            = 4  // ICoreWebView2AcceleratorKeyPressedEventArgs.VirtualKey
	keyPutHandled         = 8  // ICoreWebView2AcceleratorKeyPressedEventArgs.SetHandled
	moveFocusReason       = 3  // ICoreWebView2MoveFocusRequestedEventArgs.Reason
	moveFocusPutHandled   = 5  // ICoreWebView2MoveFocusRequestedEventArgs.SetHandled
)

// guid parses the text of an interface's identifier.
func guid(text string) windows.GUID {
	g, err := windows.GUIDFromString("{" + text + "}")
	if err != nil {
		panic(err) // the texts are below
	}
	return g
}

var (
	iidView4         = guid("20d02d59-6df2-42dc-bd06-f98a694b1302") // ICoreWebView2_4
	iidView5         = guid("bedb11b8-d63c-11eb-b8bc-0242ac130003") // ICoreWebView2_5
	iidView10        = guid("b1690564-6f5a-4983-8e48-31d1143fecdb") // ICoreWebView2_10
	iidView11        = guid("0be78e56-c193-4051-b943-23b460c08bdb") // ICoreWebView2_11
	iidView13        = guid("f75f09a8-667e-4983-88d6-c8773f315e84") // ICoreWebView2_13
	iidView14        = guid("6daa4f10-4a90-4753-8898-77c5df534165") // ICoreWebView2_14
	iidView18        = guid("7a626017-28be-49b2-b865-3ba2b3522d90") // ICoreWebView2_18
	iidView22        = guid("db75dfc7-a857-4632-a398-6969dde26c0a") // ICoreWebView2_22
	iidController2   = guid("c979903e-d4ca-4228-92eb-47ee3fa96eab") // ICoreWebView2Controller2
	iidController4   = guid("97d418d5-a426-4e49-a151-e1a10f327d9e") // ICoreWebView2Controller4
	iidEnvironment10 = guid("ee0eb9df-6f12-46ce-b53f-3f47b9c928e0") // ICoreWebView2Environment10
	iidSettings3     = guid("fdb5ab74-af33-4854-84f0-0a631deb5eba") // ICoreWebView2Settings3
	iidSettings4     = guid("cb56846c-4168-4d53-b04f-03b6d6796ff2") // ICoreWebView2Settings4
	iidSettings6     = guid("11cb3acd-9bc8-43b8-83bf-f40753714f87") // ICoreWebView2Settings6
	iidProfile2      = guid("fa740d4b-5eae-4344-a8ad-74be31925397") // ICoreWebView2Profile2
	iidStarting3     = guid("ddffe494-4942-4bd2-ab73-35b8ff40e19f") // ICoreWebView2NavigationStartingEventArgs3
	iidCompleted2    = guid("fdf8b738-ee1e-4db2-a329-8d7d7b74d792") // ICoreWebView2NavigationCompletedEventArgs2
)
